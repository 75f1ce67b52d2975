"""The sample class's work in the clinic and in the operations room: finished, faulty and unfinished pieces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from content.errors import NotFound
from desk import clinic_work, exercises, operations, operations_work
from desk.clinic import Answers, Chosen, Given, Patient
from desk.figures import settings as figures
from desk.house import Desk
from desk.people import Person
from scenarios.operations.engine import walk
from scenarios.platforms import sheet

TAKES = dt.timedelta(minutes=35)  # from opening a piece of work to handing it in


def fill_work(desk: Desk, people: Mapping[str, Person], plan: Mapping[str, Any], now: dt.datetime) -> None:
    """Every piece of work of ``plan`` (sample.yaml), by login; what is no longer in the course is left out."""
    for kind, made in (("clinic", _clinic), ("operations", _operation)):
        for entry in plan.get(kind, ()):
            try:
                made(desk, people[entry["login"]], entry, _evening(now, entry["days"], entry["login"]))
            except NotFound:
                continue


def _evening(now: dt.datetime, days: int, login: str) -> dt.datetime:
    """Some evening hour of that day at the school, for each student her own; never in the future."""
    there = now.astimezone(ZoneInfo(figures()["zone"])) - dt.timedelta(days=days)
    at = there.replace(hour=19, minute=0, second=0, microsecond=0) + dt.timedelta(minutes=sum(map(ord, login)) % 97)
    return min(at, now - 2 * TAKES).astimezone(dt.UTC)


def _clinic(desk: Desk, who: Person, entry: Mapping[str, Any], at: dt.datetime) -> None:
    work = clinic_work.open_case(desk, who, entry["case"], at)
    one = clinic_work.patient_of(exercises.get(desk, who, work))
    answers = answered(one, entry["right"], entry.get("wrong", ()), entry.get("plan", ""))
    stamp = clinic_work.keep(desk, who, work, answers, 0, at + TAKES / 2)
    if not entry.get("open"):
        clinic_work.finish(desk, who, work, answers, stamp, at + TAKES)


def answered(one: Patient, right: tuple[str, ...], wrong: tuple[str, ...], plan: str) -> Answers:
    """A report whose parts named in ``right`` hold and those in ``wrong`` do not; the others are empty.

    Parts are figures, state, cause, proof and actions.
    """
    states = [meaning.state for meaning in one.ward.meanings if meaning.state != one.truth.state]
    causes = [cause.id for cause in one.ward.causes if cause.id != one.case.cause]
    cures = [r.id for r in one.ward.remedies if r.cures.get(one.case.cause, 0) >= 0.5]
    others = [r.id for r in one.ward.remedies if not r.cures.get(one.case.cause)]
    said: dict[str, Any] = {"plan": plan}
    for good, names in ((True, right), (False, wrong)):
        if "figures" in names:
            said["figures"] = {name: _figure(one, name, good) for name in one.case.asks}
        if "state" in names:
            said["state"] = said["meaning"] = one.truth.state if good else states[0]
        if "cause" in names:
            said["cause"] = one.case.cause if good else causes[0]
        if "proof" in names:
            said["proof"] = one.truth.proof[:5] if good else one.truth.proof[:1]
        if "actions" in names:
            said["chosen"] = (Chosen(remedy=(cures if good else others)[0], day=0 if good else 9),)
    return Answers(**said)


def _figure(one: Patient, metric: str, good: bool) -> Given:
    """The figure as it is, or with a denominator that was counted too far."""
    true = one.truth.figures[metric]
    scale = 100 if one.sheet.metric(metric).unit == "rate" else 1
    under = true.under if good else true.under + 37
    rate = None if true.rate is None else round(scale * (true.rate if good else true.above / max(1, under)), 2)
    return Given(above=true.above, under=under, rate=rate)


def _operation(desk: Desk, who: Person, entry: Mapping[str, Any], at: dt.datetime) -> None:
    task = operations.task(entry["task"])
    work = operations_work.open_task(desk, who, task.id, at)
    dealt = operations.dealt(task, exercises.get(desk, who, work).seed)
    acts = dealt.mistakes[entry["mistake"]].acts if "mistake" in entry else dealt.walkthrough
    stamp = 0
    for n, act in enumerate(walk(dealt, acts, sheet(task.platform))[: entry.get("acts")], 1):
        now = at + n * dt.timedelta(minutes=2)
        stamp = operations_work.act(desk, who, work, act, stamp, now).exercise.stamp
    if not entry.get("open"):
        operations_work.finish(desk, who, work, stamp, at + TAKES)
