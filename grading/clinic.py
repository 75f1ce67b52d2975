"""Marks for a clinic case, part by part against the truth, with partial credit and the working shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from grading.nouns import Criterion, Grade
from grading.parts import Part, Remark
from reading.nouns import Delivered, Flag, Frozen, Reading, Span, Violation


class Given(Frozen):
    """A figure as the student gives it; ``rate`` in percent, or in the metric's own unit."""

    above: float | None = None
    under: float | None = None
    rate: float | None = None


class Wrong(Frozen):
    """A figure that a known mistake gives, and what to say then."""

    figure: Given
    remark: Remark


class Action(Frozen):
    """A remedy as it is marked: does it ``help``, until which day, and if not, what ``harm`` it does."""

    id: str
    helps: bool
    within_days: int
    harm: Remark | None = None


@cache
def rules() -> dict[str, Any]:
    """Points and tolerances (``clinic.yaml``)."""
    found: dict[str, Any] = load_yaml(Path(__file__).with_suffix(".yaml"))
    return found


def figure(part: str, said: Given, right: Given, mistakes: Sequence[Wrong], percent: bool = True) -> Part:
    """One figure: numerator, denominator and rate each earn their share; a known mistake is named."""
    of, near = rules()["points"]["figures"] / 2, rules()["near"]["percent" if percent else "stars"]
    held = {
        "above": _same(said.above, right.above, 1e-6),
        "under": _same(said.under, right.under, 1e-6),
        "rate": _same(said.rate, right.rate, near),
    }
    share = sum(rules()["figure"][name] for name, ok in held.items() if ok)
    remarks = [_working(right, percent, all(held.values()))]
    if not all(held.values()):
        remarks = [*(one.remark for one in mistakes if _explains(one.figure, said, right, near)), *remarks]
        if percent and not held["rate"] and _same((said.rate or 0) * 100, right.rate, near):
            remarks.insert(0, Remark(zh="这里要填百分数。", en="Give the rate in percent."))
    return Part(id=part, points=round(of * share, 2), of=of, remarks=tuple(remarks))


def choice(part: str, said: str | None, right: str, remark: Remark) -> Part:
    """A choice among several; ``remark`` says what is right and why."""
    of, good = rules()["points"][part], said == right
    told = {"good": good} if good else {"zh": f"应为：{remark.zh}", "en": f"It should be: {remark.en}"}
    return Part(id=part, points=of if good else 0, of=of, remarks=(remark.model_copy(update=told),))


def proof(said: Collection[str], right: Collection[str]) -> Part:
    """The orders that prove the cause: enough right ones, and few wrong ones."""
    of, asked = rules()["points"]["proof"], rules()["proof"]
    marked, there = len(set(said)), len(set(right))
    hits, needed = len(set(said) & set(right)), min(asked["needed"], there)
    if not needed:
        return Part(id="proof", points=0, of=of, graded=False)
    precision = hits / marked if marked else 0.0
    share = min(1.0, hits / needed) * min(1.0, precision / asked["precision"])
    remark = Remark(
        zh=f"你标了 {marked} 单，其中 {hits} 单能证明；一共有 {there} 单，标对 {needed} 单就够。",
        en=f"You marked {marked} orders, {hits} of them prove it; there are {there}, and {needed} are enough.",
        good=share == 1.0,
    )
    return Part(id="proof", points=round(of * share, 2), of=of, remarks=(remark,))


def actions(said: Mapping[str, int], known: Sequence[Action], names: Mapping[str, Remark]) -> Part:
    """The remedies chosen with their days: the right ones in time earn, harmful ones cost, useless ones do neither.

    ``names`` has the wording of each remedy, for the remarks.
    """
    of, asked = rules()["points"]["actions"], rules()["actions"]
    right = [one for one in known if one.helps]
    earned, remarks = 0.0, []
    for one in right:
        name = names[one.id]
        if one.id not in said:
            remarks.append(Remark(zh=f"还该做：{name.zh}。", en=f"Also needed: {name.en}.", source=name.source))
        elif said[one.id] <= one.within_days:
            earned += 1
            remarks.append(Remark(zh=f"对：{name.zh}。", en=f"Right: {name.en}.", source=name.source, good=True))
        else:
            earned += asked["late"]
            zh, en = (
                f"太晚：{name.zh}，应在 {one.within_days} 天内。",
                f"Too late: {name.en}, due in {one.within_days} days.",
            )
            remarks.append(Remark(zh=zh, en=en, source=name.source))
    harms = [one.harm for one in known if one.harm and one.id in said]
    share = max(0.0, earned / max(1, len(right)) - asked["harm"] * len(harms))
    return Part(id="actions", points=round(of * share, 2), of=of, remarks=(*harms, *remarks))


def plan(reading: Reading, grade: Grade) -> Part:
    """The plan's letter from its one reading: tasks, tone and language. Not graded where the reading is not ratable."""
    of, shares = rules()["points"]["plan"], rules()["plan"]
    if grade.status != "graded":
        why = Remark(zh="这封信无法评分，请老师看。", en="This letter could not be graded; a teacher will look.")
        return Part(id="plan", points=0, of=of, graded=False, remarks=(why,))
    worth = {"done": 1.0, "partial": rules()["partial"], "missing": 0.0}
    states = own_sentences(reading)
    share = sum(shares[name] * worth[state] for name, state in states.items() if name in shares)
    share += shares["tone"] * grade.levels[Criterion.TON].value / 4
    share += shares["language"] * grade.levels[Criterion.LAN].value / 4
    if grade.gates:
        share = min(share, 0.5)
    remarks = [_task(name, state) for name, state in states.items() if name in shares]
    return Part(id="plan", points=round(of * share, 2), of=of, remarks=tuple(remarks))


def own_sentences(reading: Reading) -> dict[str, str]:
    """The states of a plan's tasks when each of root, done and prevent needs a sentence of its own.

    The cause told once is no action taken. What prevents speaks of what will be done, or is done each time. Sentences
    that the reading gave to none may stand in: it names the nearest words, not all of them.
    """
    states: dict[str, str] = {task.id: task.state for task in reading.tasks}
    told = {task.id: _sentences(reading, task) for task in reading.tasks if task.id in PARTS and task.spans}
    spans = reading.sentences
    free = {n for n, one in enumerate(spans) if _weighty(reading, one)}.difference(*told.values())
    ahead = re.compile(rules()["ahead"], re.IGNORECASE)
    told = {part: found | free for part, found in told.items()}
    if "prevent" in told:
        told["prevent"] = {n for n in told["prevent"] if ahead.search(reading.text[spans[n].start : spans[n].end])}
    kept = _apart([part for part in PARTS if part in told], told)
    return states | {part: "missing" for part in told if part not in kept}


def _weighty(reading: Reading, sentence: Span) -> bool:
    """Long enough to be a part of a plan: no greeting, no name. Words in English, characters in Chinese."""
    said = reading.text[sentence.start : sentence.end]
    return bool(len(said if reading.language == "zh" else said.split()) >= rules()["least"][reading.language])


def _sentences(reading: Reading, task: Delivered) -> set[int]:
    return {
        n
        for n, sentence in enumerate(reading.sentences)
        if any(span.start < sentence.end and sentence.start < span.end for span in task.spans)
    }


def _apart(parts: Sequence[str], told: Mapping[str, set[int]], used: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """The largest choice of parts that have a sentence each; the first parts come first where all cannot."""
    if not parts:
        return ()
    first, rest = parts[0], parts[1:]
    found = [(first, *_apart(rest, told, used | {n})) for n in sorted(told[first] - used)]
    return max([*found, _apart(rest, told, used)], key=len)


def confessed(reading: Reading) -> Reading:
    """``reading`` of a plan without the breaches it only tells of: to name what was done wrong is what it is for.

    What it promises in the same words still counts, and so does whatever no plan may do, such as an insult. Nor are
    its own hours and days held against those of the model plan, or what is done now against what was left undone.
    """
    asked = rules()["confessed"]

    def counts(found: Violation) -> bool:
        start = max(reading.text.rfind(mark, 0, found.span.start) for mark in ENDS) + 1
        ends = [at for mark in ENDS if (at := reading.text.find(mark, found.span.end)) >= 0]
        sentence = reading.text[start : min(ends, default=len(reading.text))]
        return found.code not in asked["codes"] or bool(re.search(asked["promised"], sentence, re.IGNORECASE))

    return reading.model_copy(
        update={
            "violations": tuple(one for one in reading.violations if counts(one)),
            "claims": tuple(claim for claim in reading.claims if claim.fact not in asked["own"]),
            "flags": tuple(one for one in reading.flags if one.flag is not Flag.CONTRADICTION),
        }
    )


PARTS = ("root", "done", "prevent")
ENDS = ".!?。！？\n"
WORDS = {
    "root": ("根本原因", "the root cause"),
    "done": ("已经采取的措施", "the steps taken"),
    "prevent": ("以后怎样防止", "how it will be prevented"),
    "figure": ("指标的数值", "the figure"),
}


def _task(name: str, state: str) -> Remark:
    zh, en = WORDS[name]
    told = {"done": ("写清楚了", "clearly said"), "partial": ("只写了一部分", "only partly said")}
    how = told.get(state, ("没有写", "not said"))
    return Remark(zh=f"{zh}：{how[0]}。", en=f"{en[0].upper()}{en[1:]}: {how[1]}.", good=state == "done")


def _same(said: float | None, right: float | None, near: float) -> bool:
    return said is not None and right is not None and abs(said - right) <= near


def _explains(wrong: Given, said: Given, right: Given, near: float) -> bool:
    """The mistake gives a number that was given and is wrong; not by chance, as zero would."""
    given = (
        (said.above, wrong.above, right.above, 1e-6),
        (said.under, wrong.under, right.under, 1e-6),
        (said.rate, wrong.rate, right.rate, near),
    )
    return any(_same(a, b, by) and b and not _same(a, true, by) for a, b, true, by in given)


def _working(right: Given, percent: bool, good: bool) -> Remark:
    if right.rate is None:
        return Remark(zh="数量不够，不考核。", en="The volume is too small: not assessed.", good=good or None)
    value = f"{right.rate:.2f}{'%' if percent else ''}"
    sum_ = f"{right.above:g} ÷ {right.under:g} = {value}"
    return Remark(zh=f"算式：{sum_}。", en=f"The working: {sum_}.", good=good or None)
