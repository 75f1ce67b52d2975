"""One clinic case and one task of the operations room of every platform, worked through in real Chromium."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

from typing import Any

import pytest

from content.words import words
from desk import clinic, operations
from desk.operations import Act
from scenarios.operations.engine import walk
from scenarios.operations.nouns import Field, Handed
from scenarios.platforms import sheet
from tests.screens import say
from tests.test_browser import address, chromium, enter, page, pytestmark

WARDS = tuple(dict.fromkeys(case.platform for case in clinic.cases()))
CONSOLES = tuple(dict.fromkeys(task.platform for task in operations.tasks()))
TASKS = (*(operations.tasks(platform)[0].id for platform in CONSOLES), "amz-search-week", "amz-ship-four")  # a file
REST = "document.querySelector('.stApp')?.dataset.testScriptState === 'notRunning'"
PLAN = {
    "en": "The root cause is one product. We took it off sale today. We will test every batch before we list it.",
    "zh": "根本原因已经查明。今天已经停售并逐一联系买家。以后每批货上架前先检查，每周看一次评价。",
}


def rest(page) -> None:
    """Waits until the script has run and nothing on the page is old."""
    page.wait_for_timeout(250)
    page.wait_for_function(f"{REST} && !document.querySelector('[data-stale=true]')")


def begin(page, address: str, place: str, platform: str, case: str) -> int:
    """Opens a case from its list; gives the id of the piece of work."""
    enter(page, address, "demo-ma")
    page.goto(f"{address}/{place}")
    page.get_by_role("radio", name=words("zh").name("platform", platform)).click()
    rest(page)
    page.locator(f".st-key-open_{case} button").click()
    page.wait_for_selector(".st-key-report h3")
    rest(page)
    return int(page.url.split("work=")[1])


def tick(page, row: int) -> None:
    """Ticks a row of the table that is seen; its cells are a drawing, so the place alone says which it is."""
    table = page.locator("[data-testid='stDataFrame']:visible").first
    table.scroll_into_view_if_needed()
    table.click(position={"x": 15, "y": 35 * (row + 1) + 17})
    rest(page)


def choose(page, box, text: str) -> None:
    """Picks an option of a select box by its words."""
    field = box.locator("input").first
    if field.input_value() == text:
        return
    field.fill(text)
    page.get_by_role("option", name=text, exact=True).first.click()


@pytest.mark.parametrize("platform", WARDS)
def test_a_shop_is_diagnosed_handed_in_and_run_for_thirty_days(page, address: str, platform: str) -> None:
    one = clinic.patient(next(case.id for case in clinic.cases() if case.platform == platform))
    work = begin(page, address, "clinic", platform, one.case.id)
    for metric in one.case.asks:
        figure, unit = one.truth.figures[metric], one.sheet.metric(metric).unit
        rate = None if figure.rate is None else round(figure.rate * (100 if unit == "rate" else 1), 2)
        for name, value in (("above", figure.above), ("under", figure.under), ("rate", rate)):
            field = page.locator(f".st-key-clinic_{work}_{metric}_{name} input")
            field.fill(f"{value:g}" if value is not None else "")
            field.press("Tab")
            rest(page)
    for step in (2, 3, 4, 5):
        page.locator(f".st-key-clinic_{work}_step_{step} summary").click()
    meaning = next(known for known in one.ward.meanings if known.state == one.truth.state)
    cause = one.ward.cause(one.case.cause)
    for name, text in (("state", one.sheet.states[one.truth.state]), ("meaning", meaning.text), ("cause", cause.name)):
        page.locator(f".st-key-clinic_{work}_{name} label").get_by_text(text["zh"], exact=True).click()
        rest(page)
    page.get_by_role("tab", name=say("Orders"), exact=True).click()
    tick(page, 0)
    tick(page, 1)
    page.locator(f".st-key-clinic_{work}_mark button").click()
    cure = next(remedy for remedy in one.ward.remedies if remedy.cures.get(cause.id, 0) >= 0.5)
    choose(page, page.locator(f".st-key-clinic_{work}_actions"), cure.name["zh"])
    rest(page)
    plan = page.locator(f".st-key-clinic_{work}_plan textarea")
    plan.fill(PLAN[one.letter.language])
    plan.blur()
    page.get_by_text(say("Everything is filled in.")).wait_for()
    page.locator(f".st-key-clinic_{work}_hand_in button").click()
    total = int(page.locator(".st-key-report .total").inner_text())
    assert 45 <= total <= 100
    page.locator(f".st-key-run_on_{work} label").click()
    page.wait_for_selector(".st-key-report [data-testid='stVegaLiteChart']")
    assert "Traceback" not in page.inner_text("body")


def test_figures_typed_without_a_pause_are_all_kept(page, address: str) -> None:
    """Each field is still being kept when the next one is left."""
    one = next(case for case in clinic.cases() if case.id != "amz-clinic-01" and case.platform == "amazon")
    work = begin(page, address, "clinic", "amazon", one.id)
    fields = [
        f".st-key-clinic_{work}_{metric}_{name} input" for metric in one.asks for name in ("above", "under", "rate")
    ]
    for n, field in enumerate(fields, 1):
        page.locator(field).fill(str(n))
        page.locator(field).press("Tab")
    page.wait_for_function("![...document.querySelectorAll('table.health b')].some(b => b.innerText === '?')")
    rest(page)
    assert not page.locator(".note[role=alert]").count()
    page.reload()
    page.wait_for_selector(fields[-1], state="attached")
    assert [page.locator(field).input_value() for field in fields] == [str(n) for n in range(1, len(fields) + 1)]


@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_done_act_by_act_through_its_forms_and_earns_everything(page, address: str, name: str) -> None:
    task = operations.task(name)
    work = begin(page, address, "operations", task.platform, task.id)
    acts = walk(task, task.walkthrough, sheet(task.platform))
    for n, act in enumerate(acts, 1):
        _do(page, task, acts[: n - 1], act)
        page.wait_for_function(f"document.querySelectorAll('.st-key-report .checks > .check').length >= {n}")
        rest(page)
    page.locator(f".st-key-operation_{work}_hand_in button").click()
    assert page.locator(".st-key-report .total").inner_text() == "100"


def _do(page, task: operations.Task, before: tuple[Act, ...], act: Act) -> None:
    known = operations.console(task.platform)
    operation = known.acts[act.name]
    if operation.table:
        field = next(field for field in operation.fields if field.table == operation.table)
        ids = act.args[field.id]
        _tick_id(page, task, before, operation.table, ids if isinstance(ids, str) else ids[0])
    choose(page, page.locator(".st-key-report [data-testid='stSelectbox']").first, operation.name["zh"])
    rest(page)
    for field in operation.fields:
        if act.args.get(field.id) is not None:
            _fill(page, page.locator(f"[class*='_form_{act.name}_'][class*='_{field.id} ']").last, field, act)
    page.locator("[data-testid='stFormSubmitButton'] button").click()


def _tick_id(page, task: operations.Task, before: tuple[Act, ...], table: str, row: str) -> None:
    """The row is found through the search above its table, so that it is the first one."""
    room = operations.play(task, before)
    known = operations.console(task.platform).tables
    page.get_by_role("tab", name=f"{known[table].name['zh']} {len(room.tables[table])}").click()
    panel = page.locator("[role=tabpanel]:visible")
    if table == "orders" and row not in operations.first_page(room):
        panel.locator("[data-testid=stCheckbox] label").click()
        rest(page)
    search = panel.locator("input[type=text]").first
    search.fill(row)
    search.press("Enter")
    rest(page)
    tick(page, 0)


def _fill(page, box, field: Field, act: Act) -> None:
    value: Any = act.args[field.id]
    if field.kind == "choice":
        choose(page, box, field.options[value]["zh"])
    elif field.kind == "row":
        if value not in box.inner_text() and box.locator("input").first.input_value() != value:
            choose(page, box, value)
    elif field.kind == "rows":
        for one in value:
            if one not in box.inner_text():
                choose(page, box, one)
        page.keyboard.press("Escape")
    elif field.kind == "date":
        box.locator("[role=spinbutton]").first.focus()
        page.keyboard.type(f"{value:%Y%m%d}")
        page.keyboard.press("Escape")  # the calendar lies over the next field
    elif field.kind == "file":
        handed = Handed.model_validate(value)
        file = {"name": handed.name, "mimeType": "text/plain", "buffer": handed.content}
        box.locator("input[type=file]").set_input_files(files=[file])
        box.get_by_text(handed.name).first.wait_for()
    elif field.kind == "long_text":
        box.locator("textarea").fill(str(value))
    else:
        box.locator("input").fill(str(value))
