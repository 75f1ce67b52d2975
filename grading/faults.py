"""Every fault that a grade names, each with the reading as it would be without that fault alone.

``weighed`` grades each of those readings again: the difference is what mending the fault is worth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from reading.nouns import Flag, Move, Reading, Signal, Slip, Span

from .levels import short_of_facts
from .nouns import Criterion, Grade

TOUCHED = {
    "violation": (Criterion.ACC, Criterion.TON, Criterion.COM),
    "claim": (Criterion.ACC, Criterion.TON),
    "task": (Criterion.RES, Criterion.ACC, Criterion.TON, Criterion.LAN),
    "tone": (Criterion.TON,),
    "language": (Criterion.LAN, Criterion.TON),
    "whole": tuple(Criterion),
}
FLAGS = {
    Flag.SLOTS: "claim",
    Flag.INJECTION: "violation",
    Flag.STUFFING: "whole",
    Flag.CONTRADICTION: "task",
    Flag.MIXED_LANGUAGE: "language",
    Flag.HOLDING: "task",
    Flag.TEMPLATE: "tone",
}
ELSEWHERE = frozenset(
    {"slots", "threat", "halting", "weighed_up", "weighed_down"}
)  # reasons that are not one fault of tone
CLEAR: dict[str, Any] = {"obscured": (), "slips": (), "word_strings": 0.0, "rough": 0.0, "strange": 0.0}
Regrade = Callable[[Reading, tuple[Criterion, ...]], Grade]


class Fault:
    """One thing to mend: its code in the wording, the words, and the reading as it would be without it.

    ``item`` is a violation's code, a slip's kind or a task's words; ``facts`` and ``move`` say what is missing.
    """

    def __init__(
        self, code: str, family: str, mended: Reading, span: Span | None = None, item: str = "",
        facts: tuple[str, ...] = (), move: Move | None = None, slip: Slip | None = None, task: str = "",
    ) -> None:  # fmt: skip
        self.code, self.family, self.mended, self.span, self.item = code, family, mended, span, item
        self.facts, self.move, self.slip, self.task = facts, move, slip, task


Weighed = tuple[Fault, Grade]


def weighed(reading: Reading, grade: Grade, regrade: Regrade) -> list[Weighed]:
    """Every fault with the grade that the reply would have without it. Nothing for a reply that cannot be rated."""
    if grade.status != "graded":
        return []
    return [(fault, regrade(fault.mended, TOUCHED[fault.family])) for fault in faults(reading, grade)]


def faults(reading: Reading, grade: Grade) -> tuple[Fault, ...]:
    """Every fault the grade names."""
    found = [*_violations(reading), *_flags(reading, grade), *_claims(reading), *_tasks(reading, grade)]
    return tuple(found + _tone(reading, grade) + _language(reading, grade))


def _changed(reading: Reading, **update: Any) -> Reading:
    return reading.model_copy(update=update)


def _violations(reading: Reading) -> list[Fault]:
    first = {v.code: v for v in reversed(reading.violations)}
    return [
        Fault(
            "violation",
            "violation",
            _changed(reading, violations=tuple(o for o in reading.violations if o.code != code)),
            span=v.span,
            item=code,
        )
        for code, v in reversed(first.items())
    ]


def _flags(reading: Reading, grade: Grade) -> list[Fault]:
    capped = {Flag.TEMPLATE} if any(g.code == "TEMPLATE" for g in grade.gates) else set()
    counted = FLAGS.keys() - {Flag.TEMPLATE} | capped  # a pasted letter is only a fault where the class says so
    first = {f.flag: f for f in reversed(reading.flags) if f.flag in counted and f.note != "allowed"}
    found = []
    for flag, flagged in reversed(first.items()):
        clear = CLEAR if flag is Flag.STUFFING else {}
        fixed = _changed(reading, flags=tuple(o for o in reading.flags if o.flag is not flag), **clear)
        found.append(Fault(flag.value, FLAGS[flag], fixed, span=flagged.span))
    return found


def _claims(reading: Reading) -> list[Fault]:
    found = []
    for index, claim in enumerate(reading.claims):
        if claim.verdict != "right":
            right = claim.model_copy(update={"verdict": "right"})
            fixed = _changed(reading, claims=(*reading.claims[:index], right, *reading.claims[index + 1 :]))
            facts = (claim.fact,) if claim.fact else ()
            found.append(Fault(f"claim_{claim.verdict}", "claim", fixed, span=claim.span, facts=facts))
    if reading.needs_facts and reading.facts_said < 1:
        found.append(Fault(short_of_facts(reading), "claim", _changed(reading, facts_said=1.0)))
    return found


def _tasks(reading: Reading, grade: Grade) -> list[Fault]:
    found = []
    useless = any(reason.code == "nothing_to_use" for reason in grade.levels[Criterion.RES].reasons)
    for index, task in enumerate(reading.tasks):
        if task.state != "done":
            done = task.model_copy(update={"state": "done"})
            fixed = _changed(reading, tasks=(*reading.tasks[:index], done, *reading.tasks[index + 1 :]), on_topic=True)
            moves = [Move(name) for name in task.lacks if name in Move.__members__ and name != Move.OTHER]
            facts = tuple(name for name in task.lacks if name not in Move.__members__)
            code = "nothing_to_use" if useless and task.core else f"task_{task.state}"
            span = task.spans[0] if task.spans else None
            move = next(iter(moves), None)
            said = task.text or task.id
            found.append(Fault(code, "task", fixed, span=span, item=said, facts=facts, move=move, task=task.id))
            useless = useless and not task.core
    if not reading.next_step:
        found.append(Fault("no_next_step", "task", _changed(reading, next_step=True)))
    return found


def _tone(reading: Reading, grade: Grade) -> list[Fault]:
    found = {}
    for reason in grade.levels[Criterion.TON].reasons:
        if reason.code in ELSEWHERE or reason.code in found or reason.code == "teacher":
            continue
        signals = tuple(s for s in reading.signals if s.code != reason.code)
        if reason.code == "generic":
            signals = (*signals, Signal(code="names_situation", span=Span(start=0, end=0)))
        found[reason.code] = Fault(reason.code, "tone", _changed(reading, signals=signals), span=reason.span)
    return list(found.values())


def _language(reading: Reading, grade: Grade) -> list[Fault]:
    found = []
    if grade.levels[Criterion.LAN].value == 0 and not reading.has(Flag.STUFFING):
        found.append(Fault("stuffing", "language", _changed(reading, **CLEAR)))
    if reading.obscured:
        fixed = _changed(reading, obscured=(), slips=tuple(s for s in reading.slips if not s.obscures))
        halting = any(reason.code == "halting" for reason in grade.levels[Criterion.TON].reasons)
        found.append(Fault("halting" if halting else "reread", "language", fixed, span=reading.obscured[0]))
    if reading.slips:
        often = Counter(s.kind for s in reading.slips).most_common(1)[0][0]
        slip = next(s for s in reading.slips if s.kind == often)
        fixed = _changed(reading, slips=())
        found.append(Fault("slip", "language", fixed, span=slip.span, item=often, slip=slip))
    if worded := [reason for reason in grade.levels[Criterion.LAN].reasons if reason.code == "wording"]:
        fixed = _changed(reading, strain=(), strained=0.0, rough=0.0, strange=0.0)
        found.append(Fault("wording", "language", fixed, span=worded[0].span))
    if reading.buried:
        found.append(Fault("buried", "language", _changed(reading, buried=False)))
    return found
