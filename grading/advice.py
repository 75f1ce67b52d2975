"""What the trainee is told: what works, the one change worth most, the next step (guide B8).

The worth of a change is found by grading again with that one fault mended, so it can be argued with.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from reading.nouns import Flag, Frozen, Reading, Signal, Span

from .nouns import Advice, Criterion, Grade

TOUCHED = {
    "violation": (Criterion.ACC, Criterion.TON, Criterion.COM),
    "claim": (Criterion.ACC, Criterion.TON),
    "task": (Criterion.RES, Criterion.ACC),
    "tone": (Criterion.TON,),
    "language": (Criterion.LAN, Criterion.TON),
    "whole": tuple(Criterion),
}
QUOTE = 60  # characters of a quoted span shown in a point of advice


class Fault(Frozen):
    """One thing to mend: its code in advice.yaml, the words, and the reading as it would be without it."""

    code: str
    family: str
    mended: Reading
    span: Span | None = None
    item: str = ""


@cache
def wording() -> dict[str, Any]:
    """The advice texts in both languages."""
    words: dict[str, Any] = load_yaml(Path(__file__).with_name("advice.yaml"))
    return words


def advise(
    reading: Reading, grade: Grade, regrade: Callable[[Reading, tuple[Criterion, ...]], Grade]
) -> tuple[Advice, ...]:
    """At most three points, in the guide's order; no praise without words.

    ``regrade`` weighs a changed reading anew by the criteria named.
    """
    works = _works(reading)
    if grade.status == "not_ratable" and grade.reason:
        return (_said("change", grade.reason, reading, grade.gates[0].span), _next("whole"))
    mended = [(regrade(fault.mended, TOUCHED[fault.family]), fault) for fault in faults(reading, grade)]
    worth = [(made.total - grade.total, made.raw - grade.raw, fault) for made, fault in mended]
    if not worth:
        return (*works, _next("good"))
    gated = {g.span for g in grade.gates if g.span}
    gain, raw, fault = max(worth, key=lambda w: (w[2].span in gated if gated else False, w[0], w[1]))
    change = _said("change", fault.code, reading, fault.span, fault.item, float(gain) if gain > 0 else None)
    if not works and not reading.on_topic:
        works = (Advice(kind="works", **wording()["nothing_yet"]),)
    return (*works, change, _next(fault.family if raw > 0 or gain > 0 else "good"))


def faults(reading: Reading, grade: Grade) -> tuple[Fault, ...]:
    """Every fault the grade names, each with the reading as it would be without that fault alone."""
    found = [*_violations(reading), *_flags(reading), *_claims(reading), *_tasks(reading)]
    return tuple(found + _tone(reading, grade) + _language(reading, grade))


def _changed(reading: Reading, **update: Any) -> Reading:
    return reading.model_copy(update=update)


def _violations(reading: Reading) -> list[Fault]:
    return [
        Fault(
            code="policy_stretched" if v.code == "V14" else "violation",
            family="violation",
            span=v.span,
            item=v.code,
            mended=_changed(reading, violations=tuple(o for o in reading.violations if o.code != v.code)),
        )
        for v in reading.violations
    ]


def _flags(reading: Reading) -> list[Fault]:
    family = {Flag.SLOTS: "claim", Flag.INJECTION: "violation", Flag.STUFFING: "whole", Flag.CONTRADICTION: "task"}
    family |= {Flag.MIXED_LANGUAGE: "language", Flag.HOLDING: "task"}
    return [
        Fault(
            code=f.flag.value,
            family=family[f.flag],
            span=f.span,
            mended=_changed(reading, flags=tuple(o for o in reading.flags if o.flag is not f.flag)),
        )
        for f in reading.flags
        if f.flag in family and f.note != "allowed"
    ]


def _claims(reading: Reading) -> list[Fault]:
    found = []
    for index, claim in enumerate(reading.claims):
        if claim.verdict != "right":
            right = claim.model_copy(update={"verdict": "right"})
            claims = (*reading.claims[:index], right, *reading.claims[index + 1 :])
            fixed = _changed(reading, claims=claims)
            found.append(Fault(code=f"claim_{claim.verdict}", family="claim", span=claim.span, mended=fixed))
    if reading.needs_facts and reading.facts_said < 1:
        code = "few_case_facts" if reading.facts_said else "no_case_fact"
        found.append(Fault(code=code, family="claim", mended=_changed(reading, facts_said=1.0)))
    return found


def _tasks(reading: Reading) -> list[Fault]:
    found = []
    for index, task in enumerate(reading.tasks):
        if task.state != "done":
            done = task.model_copy(update={"state": "done"})
            fixed = _changed(reading, tasks=(*reading.tasks[:index], done, *reading.tasks[index + 1 :]), on_topic=True)
            span = task.spans[0] if task.spans else None
            found.append(
                Fault(code=f"task_{task.state}", family="task", span=span, item=task.text or task.id, mended=fixed)
            )
    if not reading.next_step:
        found.append(Fault(code="no_next_step", family="task", mended=_changed(reading, next_step=True)))
    return found


def _tone(reading: Reading, grade: Grade) -> list[Fault]:
    found = []
    for reason in grade.levels[Criterion.TON].reasons:
        others = tuple(s for s in reading.signals if s.code != reason.code)
        if reason.code == "generic":
            others = (*reading.signals, Signal(code="names_situation", span=Span(start=0, end=0)))
        if reason.code in wording()["change"]:
            fixed = _changed(reading, signals=others)
            found.append(Fault(code=reason.code, family="tone", span=reason.span, mended=fixed))
    return found


def _language(reading: Reading, grade: Grade) -> list[Fault]:
    found = []
    if reading.obscured:
        fixed = _changed(reading, obscured=(), slips=tuple(s for s in reading.slips if not s.obscures))
        found.append(Fault(code="reread", family="language", span=reading.obscured[0], mended=fixed))
    if reading.slips:
        first = reading.slips[0]
        item = f"{first.advice_zh}\n{first.advice_en}"
        fixed = _changed(reading, slips=())
        found.append(Fault(code="slip", family="language", span=first.span, item=item, mended=fixed))
    if reading.buried:
        found.append(Fault(code="buried", family="language", mended=_changed(reading, buried=False)))
    return found


def _works(reading: Reading) -> tuple[Advice, ...]:
    """One span that works: the most helpful move that was made."""
    made = {m.move.value: m for m in reversed(reading.moves)}
    for code in wording()["praise_order"]:
        if code in made and code in wording()["moves"]:
            zh_name, en_name, zh, en = wording()["moves"][code]
            quote = _quote(reading, made[code].span)
            works = wording()["works"]
            return (
                Advice(
                    kind="works",
                    zh=works["zh"].format(quote=quote, why=zh, move=zh_name),
                    en=works["en"].format(quote=quote, why=en, move=en_name),
                    span=made[code].span,
                ),
            )
    return ()


def _quote(reading: Reading, span: Span | None) -> str:
    words = " ".join(span.of(reading.text).split()) if span else ""
    return words if len(words) <= QUOTE else words[: QUOTE - 1] + "…"


def _said(
    kind: Any, code: str, reading: Reading, span: Span | None, item: str = "", gain: float | None = None
) -> Advice:
    texts = wording()["change"][code]
    slots = {"quote": _quote(reading, span), "task": item, "violation": "", "advice": ""}
    said = {}
    for index, lang in enumerate(("zh", "en")):
        if code == "violation":
            slots["violation"] = wording()["violations"][item][index]
        elif code == "slip":
            slots["advice"] = item.split("\n")[index]
        tail = wording()["gain"][lang].format(gain=round(gain)) if gain else ""
        said[lang] = texts[lang].format(**slots) + tail
    return Advice(kind=kind, zh=said["zh"], en=said["en"], span=span, gain=gain)


def _next(family: str) -> Advice:
    return Advice(kind="next", **wording()["next"][family])
