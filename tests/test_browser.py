"""The main path in real Chromium: sign in, answer, read the grade, hear the buyer, reload, see progress."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
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
    context.set_default_timeout(20_000)
    window = context.new_page()
    strangers: list[str] = []
    window.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else strangers.append(r.url))
    yield window
    context.close()
    assert not strangers, strangers


def enter(page, address: str, login: str = "demo-lin") -> None:
    page.goto(address + "/")
    page.click(f'button[name="login"][value="{login}"]')
    page.wait_for_selector(".mail")


def open_case(page, case: str) -> None:
    more = page.locator(".st-key-more button")
    if more.count():
        more.click()
    page.locator(f".st-key-open_{case} button").click()
    page.wait_for_selector("textarea")


def send(page, text: str) -> None:
    page.fill("textarea", text)
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
    page.wait_for_selector("[class*='st-key-mine_']")
    assert page.locator("section.card .total").first.inner_text() == str(total)
    page.goto(address + "/progress")
    page.wait_for_selector(".vega-embed canvas, .vega-embed svg, [data-testid='stVegaLiteChart']")
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
    page.locator("textarea").press_sequentially("Dear Gareth, I am sorry", delay=8)
    page.wait_for_function("document.querySelector('textarea') && document.body.innerText.length > 0")
    page.wait_for_timeout(2500)  # no blur, no click: the pause alone keeps it
    page.reload()
    page.wait_for_selector("textarea")
    assert page.input_value("textarea") == "Dear Gareth, I am sorry"


def test_two_quick_clicks_send_one_reply(page, address: str) -> None:
    enter(page, address, "demo-zhao")
    open_case(page, "amz-voltage-02")
    page.fill("textarea", "Hi, the kettle works on 100 V. Kind regards, Lily")
    page.locator("[class*='st-key-reply_'][class*='_send'] button").dblclick()
    page.wait_for_selector("[class*='st-key-mine_']")
    page.wait_for_timeout(1200)
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
        before = page.locator("[class*='st-key-mine_']").count()
        if not page.locator("textarea").count():
            page.locator(".st-key-rewrite button").first.click()
            page.wait_for_selector("textarea")
            before = 0
        send(page, text)
        shown = f"document.querySelectorAll('[class*=st-key-mine_]').length > {before}"
        page.wait_for_function(f"document.querySelector('[role=alert].note') || {shown}")
        body = page.inner_text("body")
        assert "Traceback" not in body and "Error" not in body, name
        assert page.title() != "broken", name


def test_a_phone_shows_the_desk_without_sideways_scrolling(page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    enter(page, address, "demo-wu")
    wide = "document.documentElement.scrollWidth > window.innerWidth + 1"
    assert not page.evaluate(wide)
    open_case(page, "wismo-amz-01")
    assert not page.evaluate(wide)
    page.goto(address + "/progress")
    page.wait_for_selector("[data-testid='stVegaLiteChart']")
    assert not page.evaluate(wide)


def test_a_teacher_reads_a_reply_and_changes_its_grade(page, address: str) -> None:
    page.goto(address + "/")
    page.click('button[name="login"][value="demo-teacher"]')
    page.wait_for_selector(".headline")
    page.goto(address + "/attempts")
    page.locator("[class*='st-key-open_attempts_'] button").first.click()
    page.wait_for_selector("section.card")
    assert re.search(r"\d", page.locator("section.card .total").first.inner_text())
    page.get_by_text("修改评分").click()
    assert page.get_by_text("保存并通知学生").is_visible()


def test_a_teacher_works_through_the_queue_and_grades_again(page, address: str) -> None:
    page.goto(address + "/")
    page.click('button[name="login"][value="demo-teacher"]')
    page.wait_for_selector(".headline")
    page.goto(address + "/queue")
    page.wait_for_selector("[class*='st-key-row_queue_']")
    waiting = int(re.findall(r"\d+", page.locator(".headline .soft").inner_text())[0])  # more than one page of rows
    page.locator("[class*='st-key-stand_'] button:visible").last.click()
    page.wait_for_function(
        f"document.querySelector('.headline .soft')?.innerText.match(/\\d+/)?.[0] === '{waiting - 1}'"
    )
    page.get_by_text("已处理").click()
    page.wait_for_selector("[class*='st-key-row_settled_']")
    page.get_by_text("写得很像").click()
    page.get_by_text("不扣分").wait_for()
    page.set_viewport_size({"width": 390, "height": 844})
    for place in ("queue", "grading"):
        page.goto(f"{address}/{place}")
        page.wait_for_selector(".headline")
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"), place
    page.locator(".st-key-regrade_look button").click()
    page.get_by_text("没有人的成绩会变").wait_for()


def test_the_page_speaks_the_language_of_the_reader(page, address: str) -> None:
    enter(page, address, "demo-chen")
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    page.locator(".st-key-switch_language button").click()
    page.wait_for_selector("text=Do this next")
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.get_by_text("Sign out").click()
    page.wait_for_selector("form.demo")
    assert Path(page.url).name == "signin"
