"""The main path in real Chromium: sign in, answer, read the grade, hear the buyer, reload, see progress."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_door import ROOT, wait_for

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = os.environ.get("HAIKE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; install it or name it in HAIKE_CHROMIUM"),
]
GOOD = (
    "Hi Maria, thank you for writing. I'm sorry the teapot is late, especially with your mother's birthday on Sunday. "
    "It reached the Los Angeles sorting centre on 12 June (tracking YT2415400000001) and has not been scanned since. "
    "I asked the carrier today to trace it and will write again by 18 June. If it is not with you by 21 June you can "
    "choose a full refund of $24.99 or a new one sent free; just tell me which. Kind regards, Lily"
)
# Listens in every document to what the page and the server tell each other: the state that the page shows may skip a
# short run. A page is at rest when the last thing asked is answered, the script has ended and all has been quiet.
LISTEN = """(() => {
  let heard = true, last = 0;
  window.asked = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", () => { heard = true; last = performance.now(); });
    }
    send(what) { window.asked += 1; heard = false; last = performance.now(); super.send(what); }
  };
  window.atRest = (before) => window.asked > before && heard && performance.now() - last > 500
    && document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
})()"""
WIDE = "document.documentElement.scrollWidth > window.innerWidth + 1"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running app with its sample class."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    home = tmp_path_factory.mktemp("home")
    settings = {**os.environ, "HAIKE_HOME": str(home), "HAIKE_PORT": str(port), "HAIKE_ADDRESS": "127.0.0.1"}
    settings |= {"HAIKE_SAMPLE": "wait"}
    settings.pop("HAIKE_DATABASE_URL", None)
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen([sys.executable, str(ROOT / "app.py")], env=settings, stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield f"http://localhost:{port}"
            assert "Traceback" not in (home / "log.txt").read_text(encoding="utf-8", errors="replace")
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, address: str) -> Iterator[object]:
    """A fresh browser window in Chinese; nothing may be asked of any other address."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(40_000)
    context.add_init_script(LISTEN)
    window = context.new_page()
    strangers: list[str] = []
    window.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else strangers.append(r.url))
    yield window
    context.close()
    assert not strangers, strangers


def rest(page, before: int = 0) -> None:
    """Waits until the script has run since ``before`` (in a new document: at all) and come to rest.

    What stood on the page before says nothing about that, and what is drawn while it runs may be gone a moment later.
    """
    page.wait_for_function("before => window.atRest?.(before)", arg=before)


@contextmanager
def rerun(page) -> Iterator[None]:
    """What is done inside makes the script run; afterwards the page has come to rest."""
    rest(page)
    before = page.evaluate("window.asked")
    yield
    rest(page, before)


def visit(page, place: str) -> None:
    page.goto(place)
    rest(page)


def enter(page, address: str, login: str = "demo-lin", sign: str = ".mail") -> None:
    page.goto(address + "/")
    page.click(f'button[name="login"][value="{login}"]')
    page.wait_for_selector(sign)
    rest(page)


def open_case(page, case: str) -> None:
    more = page.locator(".st-key-more button")
    if more.count():
        with rerun(page):
            more.click()
    with rerun(page):
        page.locator(f".st-key-open_{case} button").click()
    page.wait_for_selector("textarea")


def send(page, text: str) -> None:
    with rerun(page):
        page.fill("textarea", text)  # a pause after writing keeps the draft, which is a run of its own
        page.locator("[class*='st-key-reply_'][class*='_send'] button").click()


def test_sign_in_answer_grade_buyer_reload_progress(page, address: str) -> None:
    enter(page, address)
    assert page.locator(".st-key-first h2").inner_text()  # what to do next stands on top
    open_case(page, "wismo-amz-01")
    assert "teapot" in page.locator(".bubble.buyer").first.inner_text()
    send(page, GOOD)
    page.wait_for_selector("[class*='st-key-mine_']")
    card = page.locator("[data-testid='stColumn']").first.locator("section.card").first
    total = int(card.locator(".total").inner_text())
    assert total >= 80
    assert card.locator("summary").count() == 5
    page.wait_for_function("document.querySelectorAll('.bubble.buyer').length >= 2")
    assert page.locator(".meters .meter").count() >= 1
    page.reload()
    rest(page)
    assert page.locator("section.card .total").first.inner_text() == str(total)
    visit(page, address + "/progress")
    page.wait_for_selector("[data-testid='stVegaLiteChart']")
    assert page.locator("[data-testid='stVegaLiteChart']").count() >= 4


def test_marked_words_say_why_on_hover_and_by_keyboard(page, address: str) -> None:
    enter(page, address, "demo-huang")
    open_case(page, "wismo-amz-01")
    send(page, GOOD.replace("by 21 June", "by 23 June") + " Add my WhatsApp lily88.")
    mark = page.locator(".mark.violation").first
    mark.hover()
    page.wait_for_function(
        "[...document.querySelectorAll('*')].some(e => e.shadowRoot?.querySelector('.why p.violation'))"
    )
    assert "站外联系" in page.locator(".why").first.inner_text()
    page.locator(".mark.fact_wrong").first.focus()
    assert page.locator(".why p.fact_wrong").count() == 1
    assert page.locator(".gates .gate").count() >= 1


def test_a_draft_is_kept_while_typing_and_survives_a_reload(page, address: str) -> None:
    enter(page, address, "demo-zhao")
    open_case(page, "amz-broken-04")
    page.locator("textarea").focus()
    with rerun(page):  # no blur, no click: the pause alone keeps it
        page.keyboard.insert_text("Dear Gareth, I am sorry")
    page.reload()
    rest(page)
    assert page.input_value("textarea") == "Dear Gareth, I am sorry"


def test_two_quick_clicks_send_one_reply(page, address: str) -> None:
    enter(page, address, "demo-zhao")
    open_case(page, "amz-voltage-02")
    with rerun(page):
        page.fill("textarea", "Hi, the kettle works on 100 V. Kind regards, Lily")
        page.locator("[class*='st-key-reply_'][class*='_send'] button").dblclick()
    page.wait_for_selector("[class*='st-key-mine_']")
    assert page.locator("[class*='st-key-mine_']").count() == 1


STRANGE = {
    "empty": "",
    "huge": "Dear Maria, I am sorry about your parcel. " * 2500,
    "emoji": "😀🎁🚚" * 60,
    "right to left": "\u202eمرحبا، طلبك في الطريق\u202c",
    "html": "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">",
    "zero width": "H\u200be\u200bl\u200bl\u200bo \ufeff\u2060 Maria",
    "nul": "Hello\u0000 Maria\u0007",
}


def test_strange_replies_never_break_the_page(page, address: str) -> None:
    enter(page, address, "demo-ma")
    open_case(page, "ali-plug-05")
    for name, text in STRANGE.items():
        if not page.locator("textarea").count():
            with rerun(page):
                page.locator(".st-key-rewrite button").first.click()
        before = page.locator("[class*='st-key-mine_']").count()
        send(page, text)
        more = page.locator("[class*='st-key-mine_']").count() - before
        assert more == 1 or page.locator("[role=alert].note").count(), name
        body = page.inner_text("body")
        assert "Traceback" not in body and "Error" not in body, name
        assert page.title() != "broken", name


def test_a_phone_shows_the_desk_without_sideways_scrolling(page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, address, "demo-wu")
    assert not page.evaluate(WIDE)
    open_case(page, "wismo-amz-01")
    assert not page.evaluate(WIDE)
    found = (
        page.locator(name).first.bounding_box() for name in (".bubble", ".st-key-must_do", "textarea", "[role=tab]")
    )
    down = [box["y"] for box in found]
    assert down == sorted(down)  # what the buyer wrote, what the reply must do, the box, what one looks up
    visit(page, address + "/progress")
    page.wait_for_selector("[data-testid='stVegaLiteChart']")
    assert not page.evaluate(WIDE)


def test_a_teacher_reads_a_reply_and_changes_its_grade(page, address: str) -> None:
    enter(page, address, "demo-teacher", ".headline")
    visit(page, address + "/attempts")
    with rerun(page):
        page.locator("[class*='st-key-open_attempts_'] button").first.click()
    assert re.search(r"\d", page.locator("section.card .total").first.inner_text())
    page.get_by_text("修改评分").click()
    assert page.get_by_text("保存并通知学生").is_visible()


def test_a_teacher_works_through_the_queue_and_grades_again(page, address: str) -> None:
    enter(page, address, "demo-teacher", ".headline")
    visit(page, address + "/queue")
    page.wait_for_selector("[class*='st-key-row_queue_']")
    waiting = int(re.findall(r"\d+", page.locator(".headline .soft").inner_text())[0])  # more than one page of rows
    with rerun(page):
        page.locator("[class*='st-key-stand_'] button:visible").last.click()
    assert int(re.findall(r"\d+", page.locator(".headline .soft").inner_text())[0]) == waiting - 1
    page.get_by_text("已处理").click()
    page.wait_for_selector("[class*='st-key-row_settled_']")
    page.get_by_text("写得很像").click()
    page.get_by_text("不扣分").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    for place in ("queue", "grading"):
        visit(page, f"{address}/{place}")
        assert not page.evaluate(WIDE), place
    with rerun(page):
        page.locator(".st-key-regrade_look button").click()
    page.get_by_text("没有人的成绩会变").wait_for()


def test_the_page_speaks_the_language_of_the_reader(page, address: str) -> None:
    enter(page, address, "demo-chen")
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    with rerun(page):
        page.locator(".st-key-switch_language button").click()
    page.wait_for_selector("text=Do this next")
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.get_by_text("Sign out").click()
    page.wait_for_selector("form.demo")
    assert Path(page.url).name == "signin"
