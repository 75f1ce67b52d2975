"""The engine of the operations room: forms, refusals, days that go by, rows from a seed, marks by state and moment."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import NotAllowed, NotFound
from desk import operations
from grading.parts import total
from scenarios.operations import engine
from scenarios.operations.console import console
from scenarios.operations.made import make
from scenarios.operations.marking import verdicts
from scenarios.operations.nouns import Act, Room
from scenarios.operations.rows import day, matches, ruled
from scenarios.operations.task import Event, Goal, Moment, Task, Trap
from scenarios.platforms import sheet
from scenarios.platforms.verdict import no

EBAY = sheet("ebay")
NOW = dt.datetime(2019, 6, 3, 18)


def task(**more: object) -> Task:
    """A small eBay task: one order that must be invoiced."""
    order = {
        "id": "O1",
        "buyer": "b",
        "price": 10.0,
        "shipping": 2.0,
        "status": "awaiting",
        "ended": dt.datetime(2019, 6, 1, 18),
    }
    told = {"zh": "有账单", "en": "Invoiced"}
    values: dict[str, object] = {
        "id": "t",
        "platform": "ebay",
        "operation": "send_invoice",
        "title": {"zh": "任务", "en": "Task"},
        "story": {"zh": "任务", "en": "Task"},
        "difficulty": 1,
        "now": NOW,
        "rows": {"orders": [order]},
        "goal": [
            Goal(id="g", name=told, table="orders", rows=("O1",), be={"invoice": {"known": True}}, source="EBY-60")
        ],
        "walkthrough": [],
        "mistakes": [{"name": "m", "acts": [], "because": "g"}],
        "sources": ["EBY-60"],
    }
    return Task.model_validate({**values, **more})


def act(name: str, **args: object) -> Act:
    return Act(name=name, args=args)


def after(one: Task, *acts: Act) -> Room:
    return operations.play(one, acts)


@pytest.mark.parametrize("platform", engine.ACTS)
def test_every_act_of_a_console_is_done_somewhere(platform: str) -> None:
    assert set(console(platform).acts) - {"wait"} == set(engine.ACTS[platform])


@pytest.mark.parametrize("platform", engine.ACTS)
def test_forms_name_tables_that_exist_and_irreversible_acts_warn(platform: str) -> None:
    known = console(platform)
    for name, one in known.acts.items():
        assert one.name["zh"] and one.name["en"], name
        assert not one.irreversible or (one.warning["zh"] and one.warning["en"]), name
        assert set(one.where) <= set(known.tables[one.table].columns) if one.table else not one.where
        assert set(one.gives) <= set(engine.DOWNLOADS[platform])
        for field in one.fields:
            assert (field.kind in ("row", "rows")) == bool(field.table), (name, field.id)
            assert not field.table or field.table in known.tables
            assert (field.kind == "choice") == bool(field.options), (name, field.id)


def test_a_room_can_be_played_again_from_stored_acts() -> None:
    acts = (act("send_invoice", orders=["O1"], shipping=2), act("wait", days=2))
    again = operations.loaded(operations.dumped(acts))
    assert after(task(), *acts) == after(task(), *again)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (act("fly"), "no_such_act"),
        (act("send_invoice", orders=["O1"]), "field_missing"),
        (act("send_invoice", orders=[], shipping=2), "field_missing"),
        (act("send_invoice", orders=["O9"], shipping=2), "no_such_row"),
        (act("send_invoice", orders="O1", shipping=2), "field_wrong"),
        (act("send_invoice", orders=["O1"], shipping="much"), "field_wrong"),
        (act("send_invoice", orders=["O1"], shipping=-1), "field_wrong"),
        (act("send_invoice", orders=["O1"], shipping=float("nan")), "field_wrong"),
        (act("send_invoice", orders=["O1"], shipping=True), "field_wrong"),
        (act("send_invoice", orders=["O1"], shipping=2, gift="yes"), "field_wrong"),
        (act("contact_buyer", order="O1", topic="gossip"), "field_wrong"),
        (act("wait", days=0), "field_wrong"),
        (act("wait", days=1.5), "field_wrong"),
        (act("wait", days=10**9), "field_wrong"),
        (act("contact_buyer", order="O1", topic="x" * 5000), "field_wrong"),
        (act("second_chance", listing="L", bids=["B"], days=10**12), "no_such_row"),
        (act("allow_combined", days=10**12), "field_wrong"),
    ],
)
def test_a_form_filled_in_wrongly_is_refused_in_words(wrong: Act, code: str) -> None:
    room = after(task(), wrong)
    said = room.log[-1].refused
    assert said is not None and said.code == code and said.when == "form"
    assert said.zh and said.en and "{" not in said.zh + said.en
    assert room.tables == engine.start(task()).tables


def test_a_refusal_changes_nothing_but_the_log() -> None:
    room = after(task(), act("open_case", order="O1"))
    assert room.tables == engine.start(task()).tables
    assert room.log[-1].refused is not None


def test_a_refusal_says_which_rule_and_until_or_from_when() -> None:
    late = after(task(), act("wait", days=40), act("send_invoice", orders=["O1"], shipping=2)).log[-1].refused
    assert late is not None
    assert (late.source, late.when, late.until) == ("EBY-60", "late", dt.date(2019, 7, 1))
    assert "2019-07-01" in late.zh and "2019-07-01" in late.en
    early = ruled(engine.start(task()), no(EBAY, "unpaid_open_early", dt.date(2019, 6, 5), dt.date(2019, 7, 3)))
    assert early is not None and early.when == "early" and "2019-06-05" in early.zh


def test_nobody_waits_beyond_the_last_day_of_a_task() -> None:
    room = after(task(last=dt.date(2019, 6, 5)), act("wait", days=3))
    assert room.now == NOW
    assert room.log[-1].refused is not None
    assert after(task(last=dt.date(2019, 6, 5)), act("wait", days=2)).now == dt.datetime(2019, 6, 5, 18)


def event(**more: object) -> Event:
    told = {"table": "orders", "row": "O1", "set": {"status": "paid"}, "zh": "付款了。", "en": "Paid."}
    return Event.model_validate({**told, **more})


def test_what_is_planned_happens_once_at_its_moment() -> None:
    paying = event(at=dt.datetime(2019, 6, 5, 3))
    assert after(task(events=[paying]), act("wait", days=1)).tables["orders"][0]["status"] == "awaiting"
    room = after(task(events=[paying]), act("wait", days=2), act("wait", days=3))
    assert room.tables["orders"][0]["status"] == "paid"
    assert [one.at for one in room.log if one.zh == "付款了。"] == [dt.datetime(2019, 6, 5, 3)]


def test_something_follows_an_act_only_when_it_was_done_and_the_row_allows_it() -> None:
    paying = event(after="send_invoice", days=2, when={"status": "awaiting"})
    invoice = act("send_invoice", orders=["O1"], shipping=2)
    one = task(events=[paying])
    assert after(one, act("wait", days=4)).tables["orders"][0]["status"] == "awaiting"
    assert after(one, invoice, act("wait", days=1)).tables["orders"][0]["status"] == "awaiting"
    assert after(one, invoice, act("wait", days=2)).tables["orders"][0]["status"] == "paid"


def test_rows_of_one_seed_are_always_the_same_and_their_days_keep_to_the_recipe() -> None:
    recipe = {
        "id": {"id": "1-####"},
        "country": "US",
        "buyer": {"name": "country"},
        "at": {"days": [-5, -2], "whole": True},
    }
    rows = make(recipe, 30, 7, NOW)
    assert rows == make(recipe, 30, 7, NOW)
    assert rows != make(recipe, 30, 8, NOW)
    assert {one["at"].date() for one in rows} <= {dt.date(2019, 5, 29) + dt.timedelta(days=n) for n in range(4)}
    assert all(" " in one["buyer"] for one in rows)


@given(st.integers(0, 500), st.integers(1, 30))
@settings(max_examples=20, deadline=None)
def test_made_rows_have_their_own_ids(seed: int, count: int) -> None:
    rows = make(console("amazon").recipes["shipped"], count, seed, NOW)
    assert len({one["id"] for one in rows}) == count
    assert all(one["ordered"] <= one["ship_by"] for one in rows)


def test_values_match_as_written() -> None:
    row = {"n": 3.8, "day": NOW, "tags": ["a", "b"], "none": None}
    assert matches(row, {"n": 3.8, "day": dt.date(2019, 6, 3), "tags": {"same": ["b", "a"]}, "none": None})
    assert matches(row, {"n": [1, 3.8], "tags": {"has": "a"}, "none": {"known": False}, "day": {"at_most": NOW}})
    assert not matches(row, {"n": {"at_least": 4}})
    assert not matches(row, {"none": {"at_least": 0}})
    assert not matches(row, {"strange": 1})


def test_days_are_those_of_the_platform() -> None:
    china = EBAY.model_copy(update={"zone": "Asia/Shanghai"})
    assert day(dt.datetime(2019, 6, 3, 20), china) == dt.date(2019, 6, 4)
    assert day(dt.datetime(2019, 6, 3, 20), EBAY.model_copy(update={"zone": "UTC"})) == dt.date(2019, 6, 3)


def graded(one: Task, *acts: Act) -> dict[str, float]:
    return {part.id: part.points / part.of for part in operations.marked(one, acts)}


INVOICE = act("send_invoice", orders=["O1"], shipping=2)


def test_too_early_too_late_and_never_lose_the_moment_not_the_state() -> None:
    window = {"id": "w", "act": "send_invoice", "source": "EBY-60"}
    early = task(moments=[Moment(**window, earliest=dt.date(2019, 6, 4))])
    late = task(moments=[Moment(**window, latest=dt.date(2019, 6, 4))])
    assert graded(early, INVOICE) == {"state": 1, "moment": 0, "care": 1}
    assert graded(early, act("wait", days=1), INVOICE) == {"state": 1, "moment": 1, "care": 1}
    assert graded(late, act("wait", days=2), INVOICE)["moment"] == 0
    assert graded(late) == {"state": 0, "moment": 0, "care": 0}


def test_the_order_of_two_acts_counts() -> None:
    one = task(moments=[Moment(id="w", act="send_invoice", after="contact_buyer", source="EBY-57")])
    write = act("contact_buyer", order="O1", topic="unpaid")
    assert graded(one, write, INVOICE)["moment"] == 1
    assert graded(one, INVOICE, write)["moment"] == 0


def test_hours_count_where_the_rule_counts_hours() -> None:
    one = task(moments=[Moment(id="w", act="send_invoice", latest_at=dt.datetime(2019, 6, 4, 17), source="AMZ-31")])
    assert graded(one, INVOICE)["moment"] == 1
    assert graded(one, act("wait", days=1), INVOICE)["moment"] == 0


def test_each_kind_of_wrong_act_costs_once_and_says_why() -> None:
    once = operations.marked(task(), (act("open_case", order="O1"), INVOICE))
    twice = operations.marked(task(), (act("open_case", order="O1"), act("open_case", order="O1"), INVOICE))
    assert once == twice
    assert (total(once) or 0) < 100
    assert once[-1].remarks[0].source == "EBY-57"


def test_a_trap_is_sprung_only_while_it_is_one() -> None:
    told = {"id": "x", "act": "send_invoice", "zh": "应等待。", "en": "Wait.", "source": "EBY-57"}
    waiting = task(traps=[Trap(**told, until=dt.date(2019, 6, 4))])
    assert graded(waiting, INVOICE)["care"] < 1
    assert graded(waiting, act("wait", days=2), INVOICE)["care"] == 1
    first = task(traps=[Trap(**told, before="contact_buyer")])
    assert graded(first, act("contact_buyer", order="O1", topic="unpaid"), INVOICE)["care"] == 1


def test_a_goal_shows_its_working() -> None:
    (verdict,) = verdicts(task(), after(task()), EBAY)
    assert "O1" in verdict.zh and "账单" in verdict.zh and verdict.share == 0


def test_files_come_when_they_are_made() -> None:
    amazon = operations.task("amz-report-14")
    room = operations.play(amazon, ())
    with pytest.raises(NotAllowed):
        operations.download(room, "order-report.txt")
    with pytest.raises(NotFound):
        operations.download(room, "secrets.txt")
    assert operations.files(room) == ("hand-over.csv",)
    made = operations.play(amazon, (act("order_report", days=14),))
    assert set(operations.files(made)) == {"hand-over.csv", "order-report.txt", "order-report.csv"}
    assert operations.download(made, "order-report.txt").content.startswith(b"order-id\t")


def test_a_task_that_is_none_is_not_found() -> None:
    with pytest.raises(NotFound):
        operations.task("nothing")


def test_in_time_but_wrong_is_not_in_time() -> None:
    moment = Moment(id="w", act="send_invoice", goals=("g",), source="EBY-60")
    right = Goal(
        id="g", name={"zh": "运费", "en": "Freight"}, table="orders", rows=("O1",), be={"shipping": 2}, source="EBY-60"
    )
    assert graded(task(goal=[right], moments=[moment]), act("send_invoice", orders=["O1"], shipping=3))["moment"] == 0


@pytest.mark.parametrize("platform", engine.ACTS)
def test_columns_with_a_clock_name_columns_and_clocks_that_exist(platform: str) -> None:
    for table in console(platform).tables.values():
        assert set(table.hidden) <= set(table.columns)
        for column in table.columns.values():
            assert (column.type == "left") == bool(column.clock and column.starts)
            assert not column.clock or sheet(platform).clock(column.clock)
            assert {column.starts, column.stops} - {""} <= set(table.columns)
            assert (column.type == "code") <= bool(column.values)
