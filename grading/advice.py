"""What the trainee is told: what works, the one change worth most, the next step (guide B8).

The worth of a change is found by grading again with that one fault mended, so it can be argued with. The words change
with the number of the try, so that a fault that comes back is told differently; a model sentence comes from the
second try on.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from reading.nouns import Brief, Move, Reading, Span

from .example import corrected, example
from .faults import TOUCHED, Fault, Weighed
from .levels import BLAMING, INSULTING
from .nouns import Advice, Criterion, Gate, Grade, Without

LEAST = {"en": 8, "zh": 4}  # characters of a span that is worth praising: a signature is not
QUOTE = 60  # characters of a quoted span shown in a point of advice
CUSTOMER = ("CUSTOMER_0", "CUSTOMER_1")
LANGS = ("zh", "en")
UNKIND = frozenset({*INSULTING, *BLAMING, "dismissive", "denial", "hurry"})
Said = dict[str, str]


@cache
def wording() -> dict[str, Any]:
    """The advice texts in both languages: the frame and the wordings of single faults."""
    here = Path(__file__)
    words: dict[str, Any] = load_yaml(here.with_name("advice.yaml"))
    faults: dict[str, Any] = load_yaml(here.with_name("changes.yaml"))
    return words | {"change": faults["change"], "warned": faults["violations"], "slips": faults["slips"]}


def advise(
    reading: Reading, grade: Grade, weighed: Sequence[Weighed], brief: Brief | None = None, tries: int = 1
) -> tuple[Advice, ...]:
    """At most three points, in the guide's order; no praise without words, a fired gate always second.

    ``weighed`` are the faults with the grades they would leave behind, ``tries`` counts this person's tries at the
    case from 1.
    """
    n = max(0, tries - 1)
    if grade.status == "not_ratable" and grade.reason:
        change = {lang: _nth(wording()["change"][grade.reason][lang], n) for lang in LANGS}
        return (Advice(kind="change", code=grade.reason, **change), _next("whole", n))
    works = _works(reading, n)
    worth = _worth_telling(weighed, grade)
    if not worth:
        return (*works, _next("good", n))
    fault, made = _worst(worth, grade)
    gain = made.total - grade.total
    better = gain > 0 or made.raw > grade.raw or grade.gates
    return (*works, _change(fault, gain, reading, brief, n), _next(fault.family if better else "good", n))


def still(advice: tuple[Advice, ...], costs: Sequence[Without]) -> tuple[Advice, ...]:
    """``advice`` with what the change brings now; empty when its fault is gone."""
    found = []
    for point in advice:
        if point.kind == "change":
            now = next((one for one in costs if (one.code, one.item) == (point.code, point.item)), None)
            if now is None:
                return ()
            point = point if point.gain is None else _gaining(point, int(point.gain), now.gain)
        found.append(point)
    return tuple(found)


def _gaining(point: Advice, before: int, gain: int) -> Advice:
    said = {}
    for lang in LANGS:
        ending = wording()["gain"][lang]
        now = ending.format(gain=gain) if gain > 0 else ""
        said[lang] = getattr(point, lang).replace(ending.format(gain=before), now)
    return point.model_copy(update={**said, "gain": float(gain) if gain > 0 else None})


def _worth_telling(weighed: Sequence[Weighed], grade: Grade) -> list[Weighed]:
    """What costs something; of a reply that lost nothing only the slips, because they stand at definite words."""
    costly = [one for one in weighed if one[1].total > grade.total or one[1].raw > grade.raw]
    if costly and not grade.gates:
        return costly
    return list(weighed) if grade.raw < 100 or grade.gates else [one for one in weighed if one[0].slip is not None]


def _worst(weighed: Sequence[Weighed], grade: Grade) -> Weighed:
    """The change worth most; while a gate is fired, one that lifts the lowest one or at least belongs to it."""

    def worth(one: Weighed) -> tuple[bool, bool, int, float]:
        fault, made = one
        gate = grade.gates[0] if grade.gates else None
        lifted = gate is not None and gate.code not in {g.code for g in made.gates}
        return lifted, gate is not None and _belongs(fault, gate, grade), made.total, made.raw

    return max(weighed, key=worth)


def _belongs(fault: Fault, gate: Gate, grade: Grade) -> bool:
    """Whether mending ``fault`` works on what fired ``gate``, even where it takes more than that to lift it."""
    if gate.code in CUSTOMER:
        low = {c for c in (Criterion.RES, Criterion.ACC, Criterion.TON) if grade.levels[c].value <= int(gate.code[-1])}
        return bool(low & set(TOUCHED[fault.family]))
    if gate.code == "LANGUAGE":
        return fault.family == "language"
    return gate.span is not None and fault.span == gate.span


def _change(fault: Fault, gain: int, reading: Reading, brief: Brief | None, n: int) -> Advice:
    said = _said(fault, reading, brief, n)
    model = _model(fault, reading, brief) if n else ""
    for lang in LANGS:
        said[lang] += wording()["gain"][lang].format(gain=gain) if gain > 0 else ""
        if model:
            said[lang] += ("" if lang == "zh" else " ") + _nth(wording()["model"][lang], n - 1)
    return Advice(
        kind="change", code=fault.code, item=fault.task or fault.item, span=fault.span, model=model,
        gain=float(gain) if gain > 0 else None, **said,
    )  # fmt: skip


def _said(fault: Fault, reading: Reading, brief: Brief | None, n: int) -> Said:
    """The fault in words, in both languages."""
    words, said = wording(), {}
    quote = _quote(reading, fault.span)
    for index, lang in enumerate(LANGS):
        if fault.code == "violation":
            advice = _nth(words["warned"][fault.item][lang], n)
            frame = words["overcommit" if fault.item == "V14" else "violation"][lang]
            said[lang] = frame.format(quote=quote, name=words["violations"][fault.item][index], advice=advice)
        elif fault.slip is not None:
            advice = _nth(words["slips"].get(fault.item, words["slips"]["other"])[lang], n).format(quote=quote)
            note = fault.slip.advice_zh if lang == "zh" else fault.slip.advice_en
            said[lang] = words["slip"][lang].format(advice=advice, note=note)
        elif fault.code in ("task_missing", "task_partial"):
            hint = _hint(fault, brief, lang, n)
            said[lang] = _nth(words[fault.code][lang], n).format(task=fault.item, hint=hint)
        else:
            said[lang] = _nth(words["change"][fault.code][lang], n).format(quote=quote)
    return said


def _hint(fault: Fault, brief: Brief | None, lang: str, n: int) -> str:
    """What to look for: the move that is missing, else the kinds of facts, else something definite."""
    words = wording()
    if (move := _move(fault, brief)) and (fault.move or not fault.facts):
        return str(_nth(words["asks"][move.value][lang], n))
    facts = [f for f in brief.facts if f.id in fault.facts] if brief else []
    kinds = dict.fromkeys(v.kind for f in facts for v in f.values if v.kind in words["lacks"])
    if not kinds:
        return str(_nth(words["definite"][lang], n))
    named = ("、" if lang == "zh" else ", ").join(words["lacks"][kind][lang] for kind in kinds)
    return str(_nth(words["lacking"][lang], n).format(kinds=named))


def _move(fault: Fault, brief: Brief | None) -> Move | None:
    """The move that a task waits for: the one the reading misses, else the card's first."""
    if fault.move or brief is None:
        return fault.move
    by = next((task.by for task in brief.tasks if task.id == fault.task), ())
    return next((move for move in by if move is not Move.OTHER), None)


def _model(fault: Fault, reading: Reading, brief: Brief | None) -> str:
    """The model sentence of a fault; empty where none can be built."""
    if fault.slip is not None:
        return corrected(reading, fault.slip)
    if fault.code == "violation":
        return example(fault.item, brief)
    if fault.code.startswith("task_") or (fault.code == "nothing_to_use" and fault.task):
        task = next((t for t in brief.tasks if t.id == fault.task), None) if brief else None
        facts = fault.facts or (task.facts if task else ())
        return example(fault.code, brief, facts, _move(fault, brief))
    if fault.code in ("no_case_fact", "few_case_facts") and brief:
        said = {claim.fact for claim in reading.claims if claim.verdict == "right"}
        tasks = sorted(brief.tasks, key=lambda task: not task.core)
        return example(fault.code, brief, [name for task in tasks for name in task.facts if name not in said])
    return example(fault.code, brief, fault.facts)


def _works(reading: Reading, n: int) -> tuple[Advice, ...]:
    """One span that works: the most helpful move that was made in words without a fault that counts."""
    made = {m.move.value: m for m in reversed(reading.moves) if not _marred(reading, m.span)}
    for code in wording()["praise_order"]:
        if code in made and len(quote := _quote(reading, made[code].span)) >= LEAST[reading.language]:
            zh_name, en_name, zh, en = wording()["moves"][code]
            works = wording()["works"]
            return (
                Advice(
                    kind="works",
                    code=code,
                    zh=_nth(works["zh"], n).format(quote=quote, why=zh, move=zh_name),
                    en=_nth(works["en"], n).format(quote=quote, why=en, move=en_name),
                    span=made[code].span,
                ),
            )
    return ()


def _marred(reading: Reading, span: Span) -> bool:
    """Whether something forbidden, false, unkind or hard to follow stands in these words."""
    bad = [v.span for v in reading.violations] + [c.span for c in reading.claims if c.verdict == "material"]
    bad += [s.span for s in reading.signals if s.code in UNKIND] + list(reading.obscured)
    return any(one.start < span.end and span.start < one.end for one in bad)


def _nth(wordings: Sequence[str], n: int) -> str:
    return wordings[n % len(wordings)]


def _quote(reading: Reading, span: Span | None) -> str:
    words = " ".join(span.of(reading.text).split()) if span else ""
    return words if len(words) <= QUOTE else words[: QUOTE - 1] + "…"


def _next(family: str, n: int) -> Advice:
    said = wording()["next"][family]
    return Advice(kind="next", code=family, zh=_nth(said["zh"], n), en=_nth(said["en"], n))
