"""A teacher sees how far the machine agrees with raters: shipped sets, her own files, her own reviews."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from content.errors import NotAllowed
from desk import Desk, agree, agree_job, practice, review
from desk.mark import mark_row
from desk.people import Person
from tests.conftest import NOW
from tests.screens import Draw, answered, draw, fine, lei, room, say, text_of, wang

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sets of the tests' own, read here and without the sentence model; nothing is kept from one test to the next."""
    monkeypatch.setattr(agree, "SHIPPED", DATA)
    monkeypatch.setattr(agree_job, "told_apart", lambda rated, step: agree.told(rated, kind="none", step=step))
    agree_job._jobs.clear()
    yield
    agree_job._jobs.clear()


def measured(page: AppTest) -> AppTest:
    """The page once its measurement is done."""
    page = fine(page.button(key="measure").click().run())
    for _ in range(200):
        job = agree_job.job(page.session_state["agreement"]) if "agreement" in page.session_state else None
        if job is None or not job.running:
            return fine(page.run())
        time.sleep(0.1)
    raise AssertionError("the measurement did not end")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shipped_set_shows_bars_tables_charts_and_the_worst(draw: Draw, wang: Person, lang: str) -> None:
    page = measured(draw("agreement", wang, lang))
    text = text_of(page)
    assert (
        say(
            "{n} replies to {cases} cases, {raters} raters a reply, {settled} adjudicated.",
            lang,
            n=8,
            cases=3,
            raters=2,
            settled=1,
        )
        in text
    )
    assert len(page.get("vega_lite_chart")) == 2
    assert "爱买不买" in text and "Long is 150 cm" in text
    assert "V04" in text and "≥ 0.85" in text
    assert len(page.tabs) == 7
    assert not [m for m in ("qwk.", "total.", "tasks.", "moves.") if m in text]  # every figure has words


def test_another_criterion_and_another_figure_by_group(draw: Draw, wang: Person) -> None:
    page = measured(draw("agreement", wang))
    fine(page.get_by_key("agreement_criterion").set_value("TON").run())
    page = fine(page.selectbox(key="agreement_part").select("tasks.f1").run())
    assert say("All replies") in text_of(page)


def test_the_same_set_is_measured_once(draw: Draw, wang: Person) -> None:
    measured(draw("agreement", wang))
    first = agree_job.start_shipped(wang, "rated")
    assert not first.running and first is agree_job.start_shipped(wang, "rated")


def test_a_table_of_her_own_is_measured(draw: Draw, wang: Person) -> None:
    page = fine(draw("agreement", wang).selectbox(key="agreement_set").select("upload").run())
    table = "reply_id,case_id,text,rater,RES,ACC,TON,COM,LAN,violations\nr1,wismo-amz-01,Where is it?,王,1,2,2,4,4,\n"
    page.file_uploader[0].upload("打分.csv", table.encode("gb18030"))
    page = measured(page)
    assert say(
        "{n} replies to {cases} cases, {raters} raters a reply, {settled} adjudicated.",
        n=1,
        cases=1,
        raters=1,
        settled=0,
    ) in text_of(page)
    assert say("One rater a reply: how far raters agree with each other cannot be told.") in text_of(page)


def test_her_own_cases_come_along_and_what_is_wrong_is_said(wang: Person) -> None:
    replies = (DATA / "rated" / "replies.jsonl").read_bytes()
    cases = [(path.name, path.read_bytes()) for path in (DATA / "rated" / "cases").glob("*.yaml")]
    job = agree_job.start_upload(wang, [("../../replies.jsonl", replies), *cases])
    while job.running:
        time.sleep(0.05)
    assert job.told is not None and job.told.report.replies == 8
    lost = agree_job.start_upload(wang, [("replies.jsonl", replies)])
    while lost.running:
        time.sleep(0.05)
    assert lost.trouble is not None and "kettle" in lost.trouble.zh
    with pytest.raises(NotAllowed):
        agree_job.start_upload(wang, cases)
    with pytest.raises(NotAllowed):
        agree_job.start_upload(wang, [])


def test_a_broken_file_is_named_on_the_page(draw: Draw, wang: Person) -> None:
    page = fine(draw("agreement", wang).selectbox(key="agreement_set").select("upload").run())
    page.file_uploader[0].upload("marks.csv", b"reply_id,text\n1,2\n")
    page = fine(page.button(key="measure").click().run())
    assert "marks.csv:1" in page.warning[0].value


def test_her_own_reviews_stand_beside_the_machine(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    turn = practice.look(room, wang, answered(room, lei, "Hello STATUS t1 t2 V04")).turns[0]
    page = fine(draw("agreement", wang).selectbox(key="agreement_set").select("own").run())
    page = fine(page.button(key="measure").click().run())
    assert page.warning  # nothing changed yet
    review.review(room, wang, turn.id, {"TON": 4}, ("V04",), (), "misread", "不是联系方式", NOW)
    page = measured(page)
    assert "不是联系方式" in text_of(page)
    report = agree_job.job(page.session_state["agreement"]).told.report  # type: ignore[union-attr]
    figures = report.groups["all"].figures["machine"]
    assert (report.replies, figures["V04.precision"].value, figures["exact.LAN"].value) == (1, 0.0, 1.0)
    assert report.worst[0].raters[0].by == "王老师" and report.worst[0].machine.violations == {"V04"}


def test_a_measurement_that_fails_says_so_and_may_be_tried_again(
    draw: Draw, wang: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no")

    with monkeypatch.context() as patch:
        patch.setattr(agree_job, "told_apart", broken)
        page = measured(draw("agreement", wang))
        assert page.warning
    assert "≥ 0.85" in text_of(measured(page))


def test_while_it_runs_the_page_says_how_far_it_is(draw: Draw, wang: Person) -> None:
    agree_job._jobs["half"] = agree_job.Job("half", total=8, done=4)
    page = draw("agreement", wang)
    page.session_state["agreement"] = "half"
    page = fine(page.run())
    assert say("You may leave this page; it goes on, and the result is kept.") in text_of(page)


def test_students_have_no_way_in(draw: Draw, lei: Person) -> None:
    for attempt in (
        lambda: agree_job.sets(lei),
        lambda: agree_job.start_shipped(lei, "rated"),
        lambda: agree_job.start_upload(lei, []),
    ):
        with pytest.raises(NotAllowed):
            attempt()
