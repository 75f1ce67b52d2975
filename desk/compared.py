"""Puts the machine's mark beside the raters' words: what the arithmetic of agreement is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.errors import ContentError
from desk.rated import Rated, RatedSet, Rating
from grading.judged import HEAVY, REPEATS_A_LEVEL, Compared, Judged, weighed
from grading.rubric import Rubric
from reading.closed import DEFAULT_SEVERITY
from reading.nouns import Severity
from reading.subjects import is_chinese, overlap
from scenarios.brief import brief, told_facts
from scenarios.case import load_cases
from scenarios.nouns import Case
from scenarios.platforms import sheet


def cases_of(rated: RatedSet) -> dict[str, Case]:
    """The cases of a set by id. Raises ContentError when a row names one, or a task of one, that is not there."""
    cases = {case.id: case for case in load_cases(rated.cases)}
    for row in rated.rows:
        case = cases.get(row.case_id)
        if case is None:
            some = ", ".join(sorted(cases)[:8])
            zh, en = f"没有案例 {row.case_id}；有 {some} …", f"there is no case {row.case_id}; there are {some} …"
            raise ContentError(rated.file.name, row.line, "case_id", zh, en)
        known = [task.id for task in case.tasks]
        marked = {task for rating in row.ratings for task in rating.said.tasks} | set(row.settled.get("tasks", ()))
        if odd := sorted(marked - set(known)):
            zh, en = f"没有任务 {odd[0]}；有 {', '.join(known)}", f"no task {odd[0]}; there are {', '.join(known)}"
            raise ContentError(rated.file.name, row.line, "tasks", zh, en)
    return cases


def compared(row: Rated, case: Case, mark: Mapping[str, Any], rubric: Rubric) -> Compared:
    """One reply with the machine's ``mark`` (as marking in bulk gives it) and its raters."""
    severity = severities(case)
    raters = tuple(weighed(rating.said, rubric, severity, rating.flags) for rating in row.ratings)
    settled = tuple(_settled(rating, row.settled, rubric, severity) for rating in row.ratings)
    return Compared(
        reply_id=row.reply_id,
        case_id=row.case_id,
        text=row.text,
        platform=case.platform,
        stage=case.stage,
        language=case.language,
        machine=judged(mark),
        raters=raters,
        references=settled if row.settled else raters,
        settled=bool(row.settled),
        heavy=frozenset(code for code, severe in severity.items() if severe in HEAVY),
        length=length(row.text),
        overlap=overlaps(case, row.text),
    )


def _settled(rating: Rating, settled: Mapping[str, Any], rubric: Rubric, severity: Mapping[str, Severity]) -> Judged:
    """The rating as the ruling leaves it; what the ruling does not name stays the rater's own."""
    said = rating.said
    changed = {name: value for name, value in settled.items() if name not in ("levels", "tasks", "flags")}
    levels = {**said.levels, **settled.get("levels", {})}
    tasks = {**said.tasks, **settled.get("tasks", {})}
    changed |= {"levels": levels, "tasks": tasks, "why": settled.get("why") or said.why}
    if levels and "status" not in settled and "levels" in settled:
        changed["status"] = "graded"
    return weighed(said.model_copy(update=changed), rubric, severity, settled.get("flags", rating.flags))


def judged(mark: Mapping[str, Any]) -> Judged:
    """The machine's mark as a judge's word."""
    graded = mark["status"] == "graded"
    return Judged(
        by="machine",
        status=mark["status"],
        levels=dict(mark["levels"]) if graded else {},
        total=mark["total"],
        sendable=mark["sendable"],
        gates=frozenset(mark["gates"]) - REPEATS_A_LEVEL,
        violations=frozenset(v["code"] for v in mark["violations"]),
        tasks={task["id"]: task["state"] for task in mark["tasks"]},
        moves=frozenset(move["code"] for move in mark["moves"]),
        confidence=dict(mark["confidence"]) if graded else {},
        why=mark["reason"] or "",
    )


def severities(case: Case) -> dict[str, Severity]:
    """How bad each code is in this case: as the platform's pack says, else by default."""
    return dict(DEFAULT_SEVERITY) | {rule.code: rule.severity for rule in brief(case, sheet(case.platform)).forbidden}


def overlaps(case: Case, text: str) -> dict[str, float]:
    """By task the share of its words, and of its facts' words, that the reply has."""
    facts = {fact.id: fact.text for fact in told_facts(case)}
    return {
        task.id: overlap(" ".join((task.text, *(facts.get(name, "") for name in task.facts))), text)
        for task in case.tasks
    }


def length(text: str) -> int:
    """Words, or signs where the reply is mostly Chinese."""
    return sum(sign.isalpha() for sign in text) if is_chinese(text) else len(text.split())
