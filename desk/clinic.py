"""The account clinic as verbs: the cases there are, the console of one account, and marks for what a student found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd
from pydantic import Field

from content.errors import NotFound
from desk.house import Read
from desk.rulebook import Numbers, sheet_with
from grading import clinic as marks
from grading.clinic import Action, Wrong
from grading.clinic import Given as Given
from grading.grade import grade
from grading.parts import Part, Remark
from grading.rubric import Rubric
from reading.nouns import Frozen, Reading
from scenarios.brief import brief
from scenarios.clinic import planner
from scenarios.clinic.account import account
from scenarios.clinic.nouns import Chosen as Chosen
from scenarios.clinic.nouns import ClinicCase as ClinicCase
from scenarios.clinic.nouns import Tables, Ward
from scenarios.clinic.plan import asked, plan_case
from scenarios.clinic.truth import Truth, traps, truth
from scenarios.clinic.ward import clinic_cases, ward, with_practice
from scenarios.clinic.xray import xray
from scenarios.nouns import Case, Text
from scenarios.platforms.measure import bound
from scenarios.platforms.sheet import Metric, Sheet

PARTS = ("figure_1", "figure_2", "state", "meaning", "cause", "proof", "actions", "plan")


class Answers(Frozen):
    """What a student has filled in so far; nothing is needed to keep it."""

    figures: dict[str, Given] = Field(default_factory=dict)  # by metric; rates in percent or in the metric's unit
    state: str | None = None
    meaning: str | None = None  # the state whose meaning was chosen
    cause: str | None = None
    proof: tuple[str, ...] = ()  # ids of orders
    chosen: tuple[Chosen, ...] = ()
    plan: str = ""


class Patient(Frozen, arbitrary_types_allowed=True):
    """One account with everything about it; ``truth`` must not be shown before the work is handed in."""

    case: ClinicCase
    ward: Ward
    sheet: Sheet
    tables: Tables
    truth: Truth
    letter: Case  # the office's letter, as a case of the reply desk
    office_says: Text  # the same letter in both languages
    rules: tuple[str, Numbers] = ("", ())  # the pack and numbers it was made with


def cases() -> tuple[ClinicCase, ...]:
    """All clinic cases, platform after platform, easy ones first."""
    return tuple(clinic_cases().values())


def case(case_id: str) -> ClinicCase:
    """One clinic case, without its account. Raises NotFound."""
    found = clinic_cases().get(case_id)
    if found is None:
        raise NotFound(f"没有诊所案例 {case_id}。", f"There is no clinic case {case_id}.")
    return found


@lru_cache(maxsize=64)
def patient(case_id: str, pack: str = "", numbers: Numbers = ()) -> Patient:
    """The account of a case under a rule pack and a class's own ``numbers``. Raises NotFound. Made once for each."""
    one = case(case_id)
    theirs = ward(one.platform)
    rules = with_practice(sheet_with(one.platform, pack, numbers), theirs)
    tables = account(one, theirs)
    found = truth(one, theirs, rules, tables)
    return Patient(
        case=one,
        ward=theirs,
        sheet=rules,
        tables=tables,
        truth=found,
        letter=plan_case(one, theirs, rules, tables, found),
        office_says=asked(theirs, rules, one, found),
        rules=(pack, numbers),
    )


class Recovery(Frozen):
    """The way back of one metric. ``clean``: orders without fault that would do; ``expected``: at the shop's pace."""

    metric: str
    clean: int | None
    expected: dt.date | None
    leaving: tuple[planner.Leaving, ...]


def recovery(one: Patient, metric: str) -> Recovery:
    """What the recovery planner says of a metric today."""
    spec, figure = one.sheet.metric(metric), one.truth.figures[metric]
    table = xray(one.tables, one.sheet, spec, one.case.day)
    pace = max(1.0, figure.under / (spec.window_days or 60))
    return Recovery(
        metric=metric,
        clean=planner.clean_orders(spec, figure),
        expected=planner.expected_back(table, spec, figure, one.case.day, pace),
        leaving=planner.leaving(table, spec),
    )


Days = list[tuple[dt.date, float | None]]


def ahead(one: Patient, chosen: Sequence[Chosen]) -> dict[str, Days]:
    """Thirty days on with these remedies: each metric as the console will show it, day by day."""
    table = planner.run(one.case, one.ward, one.sheet, chosen)
    found: dict[str, Days] = {}
    for name, day, rate in zip(table["metric"], table["day"], table["rate"], strict=True):
        found.setdefault(name, []).append((day, None if pd.isna(rate) else float(rate)))
    return found


def limit_of(one: Patient, metric: str) -> float | None:
    """The bound of a metric, None where the course gives none."""
    limit = bound(one.sheet.metric(metric))
    return limit[1] if limit else None


def marked(one: Patient, answers: Answers, read: Read, rubric: Rubric) -> tuple[tuple[Part, ...], Reading | None]:
    """The marks by part, and the plan's reading (None where nothing was written)."""
    cause = one.ward.cause(one.case.cause)
    state = one.sheet.states[one.truth.state]
    meaning = next(meaning for meaning in one.ward.meanings if meaning.state == one.truth.state)
    letter, reading = _plan(one, answers.plan, read, rubric)
    parts = (
        *(_figure(one, f"figure_{n}", name, answers) for n, name in enumerate(one.case.asks, 1)),
        marks.choice("state", answers.state, one.truth.state, _told(state, meaning.source)),
        marks.choice("meaning", answers.meaning, one.truth.state, _told(meaning.text, meaning.source)),
        marks.choice("cause", answers.cause, cause.id, _told(cause.name, cause.source)),
        marks.proof(answers.proof, one.truth.proof),
        marks.actions({c.remedy: c.day for c in answers.chosen}, _actions(one), _names(one)),
        letter,
    )
    return parts, reading


def _figure(one: Patient, part: str, metric: str, answers: Answers) -> Part:
    """The marks of a figure; the first remark says which figure it was."""
    spec = one.sheet.metric(metric)
    wrong = [
        Wrong(
            figure=_given(spec, trap.figure.above, trap.figure.under, trap.figure.rate),
            remark=_told(trap.why, trap.source),
        )
        for trap in traps(one.tables, one.sheet, spec, one.case.day)
    ]
    right = one.truth.figures[metric]
    said = answers.figures.get(metric, Given())
    marked = marks.figure(part, said, _given(spec, right.above, right.under, right.rate), wrong, spec.unit == "rate")
    name = _told(spec.name, spec.source).model_copy(update={"good": None})
    return marked.model_copy(update={"remarks": (name, *marked.remarks)})


def _given(spec: Metric, above: float, under: float, rate: float | None) -> Given:
    return Given(above=above, under=under, rate=rate * 100 if rate is not None and spec.unit == "rate" else rate)


def _actions(one: Patient) -> list[Action]:
    at_work = {one.case.cause}
    return [
        Action(
            id=remedy.id,
            helps=not remedy.harm and any(remedy.cures.get(cause, 0) >= 0.5 for cause in at_work),
            within_days=remedy.within_days,
            harm=_told(remedy.harm, remedy.source) if remedy.harm else None,
        )
        for remedy in one.ward.remedies
    ]


def _names(one: Patient) -> Mapping[str, Remark]:
    return {remedy.id: _told(remedy.name, remedy.source) for remedy in one.ward.remedies}


def _plan(one: Patient, text: str, read: Read, rubric: Rubric) -> tuple[Part, Reading | None]:
    if not text.strip():
        none = Remark(zh="没有写。", en="Nothing was written.")
        return Part(id="plan", points=0, of=marks.rules()["points"]["plan"], remarks=(none,)), None
    reading = marks.confessed(read(text, brief(one.letter, one.sheet)))
    return marks.plan(reading, grade(reading, rubric)), reading


def _told(text: Text, source: str) -> Remark:
    return Remark(zh=text["zh"], en=text["en"], source=source)
