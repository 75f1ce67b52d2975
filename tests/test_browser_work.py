"""The clinic and the operations room in real Chromium: on every platform one shop diagnosed and one task played."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.words import words
from desk import clinic, operations
from desk.clinic import Patient
from desk.operations import Act, Task
from scenarios.clinic.plan import shown
from scenarios.operations import engine
from scenarios.platforms import sheet
from tests.test_browser import LISTEN, address, chromium, enter, pytestmark, rerun, sync_api, visit

say = words("zh")
PLATFORMS = tuple(dict.fromkeys(task.platform for task in operations.tasks()))
PLANS = {
    one["case"]: one["good"]
    for path in sorted((Path(__file__).parent / "plans").glob("*.yaml"))
    for one in yaml.safe_load(path.read_text(encoding="utf-8"))
}
PLAN = """Dear Seller Performance team,

Thank you for your notice about our {figure}. We have checked every order of the last sixty days.

Root cause: the product in those orders was faulty, and we had not inspected the batch before we sent it.

What we have done: we took the product off sale, refunded the buyers and answered every open claim.

How we prevent it: from today each batch is inspected before it is listed, and we read the returns every morning.

Kind regards,
The store team"""
ROW, EDGE = 35, 20  # pixels: the height of a row of a table, and where the box to tick stands


@pytest.fixture(scope="module")
def page(chromium: Any, address: str) -> Iterator[Any]:
    """One window for all tours, signed in once; nothing may be asked of any other address."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    context.add_init_script(LISTEN)
    window = context.new_page()
    strangers: list[str] = []
    window.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else strangers.append(r.url))
    enter(window, address)
    yield window
    context.close()
    assert not strangers, strangers


def within(key: str) -> str:
    """The selector of a widget by its key."""
    return ".st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key)


def work_in(page: Any) -> int:
    """The number of the piece of work in the address."""
    page.wait_for_url("**work=*")
    return int(re.findall(r"work=(\d+)", page.url)[0])


def begin(page: Any, place: str, case: str) -> int:
    visit(page, place)
    if not page.locator(within(f"open_{case}")).count():
        with rerun(page):
            page.locator(within("more")).get_by_role("button").click()
    with rerun(page):
        page.locator(within(f"open_{case}")).get_by_role("button").click()
    return work_in(page)


def choose(page: Any, key: str, option: str) -> None:
    """Chooses in a list by what it says."""
    pick(page, page.locator(within(key)).locator("input").first, option)


def pick(page: Any, box: Any, option: str) -> None:
    """Types into a list until it offers the option, and takes it: a list that just opens forgets what was typed."""
    found = page.get_by_role("option", name=option, exact=True).first
    box.click()
    for _ in range(20):
        box.fill(option)
        try:
            return found.click(timeout=1_500)
        except sync_api.TimeoutError:
            box.fill("")
    raise AssertionError(f"the list does not offer {option}")


def tick(page: Any, table: Any, row: int) -> None:
    """Ticks a row of a table that is painted on a canvas."""
    with rerun(page):
        table.locator(".dvn-scroller").first.click(position={"x": EDGE, "y": ROW * (row + 1) + ROW / 2})


# --- the account clinic


def first_case(platform: str) -> Patient:
    return clinic.patient(next(case.id for case in clinic.cases() if case.platform == platform))


def cure_of(one: Patient) -> str:
    return next(remedy.id for remedy in one.ward.remedies if remedy.cures.get(one.case.cause, 0) >= 0.5)


def plan_for(one: Patient) -> str:
    hurt = one.sheet.metric(one.ward.cause(one.case.cause).hurts[0])
    return PLANS.get(one.case.id, PLAN).replace("{figure}", shown(hurt, one.truth.figures[hurt.id].rate)).strip()


def step(page: Any, key: str, number: int) -> Any:
    """A part of the report, unfolded."""
    part = page.locator(within(f"{key}_step_{number}"))
    if part.locator("details[open]").count() == 0:
        part.locator("summary").click()
    part.locator("details[open]").wait_for()
    return part


def say_that(page: Any, key: str, text: str) -> None:
    with rerun(page):
        page.locator(within(key)).locator("label").filter(has_text=text).last.click()


def enter_figures(page: Any, key: str, one: Patient) -> None:
    for name in one.case.asks:
        spec, figure = one.sheet.metric(name), one.truth.figures[name]
        assert figure.rate is not None
        rate = figure.rate * 100 if spec.unit == "rate" else figure.rate
        for part, value in (("above", figure.above), ("under", figure.under), ("rate", round(rate, 2))):
            box = page.locator(within(f"{key}_{name}_{part}")).locator("input")
            box.fill(f"{value:.10g}")
            box.press("Tab")  # one after the other, as fast as it goes


def take_proof(page: Any, key: str) -> None:
    page.get_by_role("tab", name=say("Orders")).click()
    table = page.locator(f"[class*='{within(key)[1:]}_table_']").first
    for row in (0, 2):
        tick(page, table, row)
    with rerun(page):
        page.get_by_role("button", name=say("Take {n} as proof", n=2)).click()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_shop_is_diagnosed_handed_in_and_run_on(page: Any, address: str, platform: str) -> None:
    one = first_case(platform)
    key = f"clinic_{begin(page, address + '/clinic', one.case.id)}"
    assert page.locator("table.health b", has_text="?").count() == len(one.case.asks)
    with rerun(page):
        enter_figures(page, key, one)
    assert page.locator("table.health b", has_text="?").count() == 0
    step(page, key, 2)
    say_that(page, f"{key}_state", one.sheet.states[one.truth.state]["zh"])
    meaning = next(meaning for meaning in one.ward.meanings if meaning.state == one.truth.state)
    say_that(page, f"{key}_meaning", meaning.text["zh"])
    take_proof(page, key)
    step(page, key, 3)
    say_that(page, f"{key}_cause", one.ward.cause(one.case.cause).name["zh"])
    assert page.locator(within(f"{key}_proof")).locator("[data-tag]").count() == 2
    step(page, key, 4)
    remedy = next(remedy for remedy in one.ward.remedies if remedy.id == cure_of(one))
    with rerun(page):
        choose(page, f"{key}_actions", remedy.name["zh"])
        page.keyboard.press("Escape")  # a list of many stays open and would take the next click
    step(page, key, 5)
    with rerun(page):
        page.locator(within(f"{key}_plan")).locator("textarea").fill(plan_for(one))
        page.locator(within(f"{key}_plan")).locator("textarea").blur()
    page.wait_for_timeout(1500)  # the box keeps itself once more after a pause of typing
    with rerun(page):
        page.locator(within(f"{key}_hand_in")).get_by_role("button").click()
    assert int(page.locator(".card .total").inner_text()) >= 60
    assert page.locator(".card .part").count() == len(clinic.PARTS)
    with rerun(page):
        page.locator(within(key.replace("clinic", "run_on"))).locator("label").click()
    page.wait_for_selector("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")
    assert page.get_by_text(say("The way back")).is_visible()


# --- the operations room


def walked(task: Task) -> tuple[Act, ...]:
    return engine.walk(task, task.walkthrough, sheet(task.platform))


def show_row(page: Any, key: str, task: Task, table: str, row: str) -> None:
    """Searches a table for a row and ticks it."""
    page.get_by_role("tab", name=operations.console(task.platform).tables[table].name["zh"]).click()
    box = page.locator(within(f"{key}_{table}_search")).locator("input")
    with rerun(page):
        box.fill(row)
        box.press("Enter")
    tick(page, page.locator(f"[class*='{within(key)[1:]}_{table}_rows_']").first, 0)


def fill_in(page: Any, key: str, kind: str, value: Any, options: dict[str, dict[str, str]]) -> None:
    """Fills one field of a form as a student would."""
    field = page.locator(within(key))
    if kind == "row":
        if value not in field.inner_text() and field.locator("input").first.input_value() != value:
            choose(page, key, value)
    elif kind == "rows":
        for one in value:
            if one not in field.inner_text():
                choose(page, key, one)
        page.keyboard.press("Escape")
    elif kind == "choice":
        choose(page, key, options[value]["zh"])
    elif kind == "date":
        field.locator("input").first.fill(str(value).replace("-", "/"))
        page.keyboard.press("Enter")
    elif kind == "file":
        content = value["text"].encode() if value.get("text") else base64.b64decode(value["base64"])
        file = {"name": value["name"], "mimeType": "text/plain", "buffer": content}
        field.locator("input[type=file]").set_input_files(file)
        field.get_by_text(value["name"]).wait_for()
    elif kind in ("number", "money"):
        field.locator("input").fill(f"{value:.10g}")
    else:
        field.locator("textarea" if kind == "long_text" else "input").fill(str(value))


def act(page: Any, work: int, number: int, task: Task, one: Act) -> None:
    """Does one act by its form: the row ticked, the act chosen, every field filled in."""
    key = f"operation_{work}_{number}"
    operation = operations.console(task.platform).acts[one.name]
    picked = ""
    if operation.table:
        row = next(f.id for f in operation.fields if f.table == operation.table)
        value = one.args[row]
        picked = value if isinstance(value, str) else value[0]
        show_row(page, key, task, operation.table, picked)
    select = f"[class*='{within(key)[1:]}_act_']"
    name = operation.name["zh"]
    if name not in page.locator(select).inner_text() and page.locator(select).locator("input").input_value() != name:
        with rerun(page):
            pick(page, page.locator(select).locator("input"), name)
    form = f"{key}_form_{one.name}_{picked}"
    for field in operation.fields:
        if one.args.get(field.id) is not None:
            fill_in(page, f"{form}_{field.id}", field.kind, one.args[field.id], field.options)
    with rerun(page):
        page.locator("[data-testid=stFormSubmitButton]").get_by_role("button").click()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_easiest_task_is_played_to_a_hundred(page: Any, address: str, platform: str) -> None:
    task = operations.tasks(platform)[0]
    work = begin(page, address + "/operations", task.id)
    room = engine.start(task)
    for number, one in enumerate(walked(task)):
        act(page, work, number, task, one)
        room = engine.do(room, one, task, sheet(task.platform))
        assert page.locator(".checks .check").count() == len(room.log)
        assert page.locator(".checks .check.missing").count() == sum(bool(line.refused) for line in room.log)
    with rerun(page):
        page.locator(within(f"operation_{work}_hand_in")).get_by_role("button").click()
    assert page.locator(".card .total").inner_text() == "100"
