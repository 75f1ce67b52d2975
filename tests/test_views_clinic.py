"""The clinic as it is drawn: a list of shops, the console that hides what must be computed, the report, the marks."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from streamlit.runtime.scriptrunner import StopException
from streamlit.testing.v1 import AppTest

from content.errors import NotFound
from desk import Desk, clinic, clinic_work, exercises, people
from desk.clinic import Answers, Chosen, Given
from desk.people import Person
from tests.screens import NOW, PASSWORD, Draw, draw, fine, lei, room, say, text_of, wang, went
from views import person, report
from views.report import Kept

CASE = "amz-clinic-01"
PLAN = "We took the grinder off sale. STATUS root done prevent"


def opened(room: Desk, who: Person) -> int:
    return clinic_work.open_case(room, who, CASE, NOW)


def right(case: str) -> Answers:
    """What a student would answer who knew the truth."""
    one = clinic.patient(case)
    figures = {}
    for name in one.case.asks:
        figure = one.truth.figures[name]
        assert figure.rate is not None
        figures[name] = Given(above=figure.above, under=figure.under, rate=round(100 * figure.rate, 2))
    cure = next(r.id for r in one.ward.remedies if r.cures.get(one.case.cause, 0) >= 0.5)
    return Answers(
        figures=figures, state=one.truth.state, meaning=one.truth.state, cause=one.case.cause,
        proof=one.truth.proof[:5], chosen=(Chosen(remedy=cure, day=0),), plan=PLAN,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_shops_are_listed_and_one_opens(draw: Draw, lei: Person, room: Desk, went: list, lang: str) -> None:
    page = draw("clinic", lei, lang)
    assert say("Do this next", lang) in text_of(page)
    fine(page.button(key="more").click().run())
    assert len([b for b in page.button if b.key and b.key.startswith("open_")]) == len(clinic.cases())
    fine(page.button(key=f"open_{CASE}").click().run())
    (line,) = exercises.mine(room, lei)
    assert went == [("shop", {"work": str(line.id)})] and line.kind == "clinic"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_to_compute_stay_hidden_until_they_are_given(draw: Draw, lei: Person, room: Desk, lang: str) -> None:
    work = opened(room, lei)
    page = draw("clinic_case", lei, lang, work=work)
    asked = clinic.patient(CASE).case.asks[0]
    shown = f"<b>{100 * clinic.patient(CASE).truth.figures[asked].rate:.2f}%</b>"
    assert shown not in text_of(page) and "<b>?</b>" in text_of(page)
    for name, value in (("above", 1.0), ("under", 2.0), ("rate", 50.0)):
        page = fine(page.number_input(key=f"clinic_{work}_{asked}_{name}").set_value(value).run())
    assert shown in text_of(page)
    kept = clinic_work.answers_of(exercises.get(room, lei, work))
    assert kept.figures[asked] == Given(above=1, under=2, rate=50)


def test_what_was_filled_in_survives_a_new_window(draw: Draw, lei: Person, room: Desk) -> None:
    work = opened(room, lei)
    page = draw("clinic_case", lei, work=work)
    page = fine(page.radio(key=f"clinic_{work}_cause").set_value("bad-carrier").run())
    page = fine(page.text_area(key=f"clinic_{work}_plan").set_value("Root cause: ...").run())
    again = draw("clinic_case", lei, work=work)
    assert again.radio(key=f"clinic_{work}_cause").value == "bad-carrier"
    assert again.text_area(key=f"clinic_{work}_plan").value == "Root cause: ..."


def test_an_older_window_does_not_overwrite_a_newer_one(draw: Draw, lei: Person, room: Desk) -> None:
    work = opened(room, lei)
    older, newer = draw("clinic_case", lei, work=work), draw("clinic_case", lei, work=work)
    fine(newer.radio(key=f"clinic_{work}_cause").set_value("bad-product").run())
    older = fine(older.radio(key=f"clinic_{work}_cause").set_value("bad-carrier").run())
    assert 'role="alert"' in text_of(older)
    assert clinic_work.answers_of(exercises.get(room, lei, work)).cause == "bad-product"


class Stopped:
    """The session of a thread that a newer click has stopped: it can be copied, and touched no more."""

    def __init__(self, **values: object) -> None:
        self.to_dict = lambda: dict(values)

    def stop(self, *_: object) -> None:
        raise StopException

    __getitem__ = __setitem__ = __contains__ = __getattr__ = get = stop


def test_quick_clicks_keep_one_after_the_other_though_each_stops_the_one_before(
    room: Desk, lei: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, keep = opened(room, lei), clinic_work.keep

    def slowly(*args: object) -> int:
        time.sleep(0.05)
        return keep(*args)

    kept = Kept(Answers(), 0)
    screen = {f"clinic_{work}_{name}": name for name in ("state", "meaning", "cause", "plan")}
    monkeypatch.setattr(person, "_opened", lambda: room)
    monkeypatch.setattr(clinic_work, "keep", slowly)
    monkeypatch.setattr(report.st, "session_state", Stopped(**{f"clinic_{work}_kept": kept}, **screen))
    clicks = [(report._keep_choice, name) for name in ("state", "meaning", "cause")] + [(report._keep_plan,)]
    with ThreadPoolExecutor() as threads:
        list(threads.map(lambda click: click[0](lei, work, *click[1:]), clicks))
    found = clinic_work.answers_of(exercises.get(room, lei, work))
    assert (found.state, found.meaning, found.cause, found.plan) == ("state", "meaning", "cause", "plan")
    assert kept.answers == found and kept.stamp == 4 and not kept.trouble


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_handed_in_it_shows_marks_reasons_and_thirty_days(draw: Draw, lei: Person, room: Desk, lang: str) -> None:
    work = opened(room, lei)
    done = clinic_work.finish(room, lei, work, right(CASE), 0, NOW)
    assert {part.id for part in done.parts} == set(clinic.PARTS)
    assert all(part.points == part.of for part in done.parts if part.id != "plan")
    page = draw("clinic_case", lei, lang, work=work)
    text = text_of(page)
    assert '<div class="total' in text and "÷" in text
    page = fine(page.toggle(key=f"run_on_{work}").set_value(True).run())
    assert page.get("vega_lite_chart") and say("The way back", lang) in text_of(page)


def test_a_wrong_answer_costs_its_part_and_says_what_is_right(room: Desk, lei: Person) -> None:
    work = opened(room, lei)
    answers = right(CASE).model_copy(
        update={"cause": "bad-carrier", "chosen": (Chosen(remedy="ask-to-change", day=0),)}
    )
    parts = {part.id: part for part in clinic_work.finish(room, lei, work, answers, 0, NOW).parts}
    assert parts["cause"].points == 0 and "faulty" in parts["cause"].remarks[0].en
    assert parts["actions"].points == 0 and parts["actions"].remarks[0].source == "AMZ-47"
    assert parts["state"].points == parts["state"].of


def test_nothing_written_is_no_plan_but_the_rest_is_marked(room: Desk, lei: Person) -> None:
    work = opened(room, lei)
    parts = {part.id: part for part in clinic_work.finish(room, lei, work, Answers(), 0, NOW).parts}
    assert parts["plan"].points == 0 and parts["plan"].graded
    assert sum(part.points for part in parts.values()) == 0


def test_a_teacher_reads_what_was_handed_in_and_a_stranger_nothing(
    draw: Draw, lei: Person, wang: Person, room: Desk
) -> None:
    work = opened(room, lei)
    clinic_work.finish(room, lei, work, right(CASE), 0, NOW)
    assert "李雷" in text_of(draw("clinic_case", wang, work=work))
    other = people.add_student(room, wang, "韩梅梅", "hanmeimei", PASSWORD)
    with pytest.raises(NotFound):
        exercises.get(room, other, work)


def test_work_whose_fields_no_longer_fit_keeps_the_rest(room: Desk, lei: Person) -> None:
    work = opened(room, lei)
    exercises.save(room, lei, work, {"cause": "bad-product", "figures": "nonsense", "old": 1}, 0, NOW)
    kept = clinic_work.answers_of(exercises.get(room, lei, work))
    assert kept.cause == "bad-product" and kept.figures == {}


def test_text_of_a_student_is_shown_as_text(draw: Draw, lei: Person, room: Desk) -> None:
    work = opened(room, lei)
    evil = Answers(plan="<script>alert(1)</script> STATUS")
    clinic_work.finish(room, lei, work, evil, 0, NOW)
    page = draw("clinic_case", lei, work=work)
    assert "<script>alert" not in text_of(page)


@pytest.mark.parametrize("view", ["clinic_case", "operation_case"])
@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "x", ""])
def test_an_address_with_no_number_of_a_piece_of_work_leads_back_to_the_list(
    draw: Draw, lei: Person, went: list, view: str, number: str
) -> None:
    draw(view, lei, work=number)
    assert went == [({"clinic_case": "clinic", "operation_case": "operations"}[view], {})]
