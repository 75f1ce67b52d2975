"""How far a reply does what the case asks: done, partial or missing, with the words that do it (guide B2 RES).

A task is done by moves and facts where the card names them; a task in words only is judged by meaning, with less
confidence. A false answer does not complete a task, and a vague one is partial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .evidence import Evidence, Similar
from .lexicon import lexicon, pattern
from .nouns import REMEDIES, Delivered, Fact, Move, Span, State, Task
from .offers import dated_steps, named
from .scale import judged, scale
from .weighing import FIGURES, false_on, nearest, steps_asked, weighed

__all__ = ["Evidence", "Similar", "moves_named", "tasks_in"]

TELLING = frozenset(
    {
        Move.STATUS, Move.PRODUCT_INFO, Move.POLICY, Move.QUOTE, Move.CAUSE, Move.TRACKING, Move.HOWTO,
        Move.RECOMMEND, Move.DEADLINE, Move.RESTATE, Move.ACTION, Move.BUYER_STEP, Move.PREVENT,
    }
)  # fmt: skip
STEPPING = frozenset({Move.ACTION, Move.STATUS, Move.DEADLINE})  # what a dated step of the seller's amounts to
MANNERS = frozenset({Move.GREET, Move.THANK, Move.APOLOGIZE, Move.CLOSE, Move.FEEDBACK_NEUTRAL})  # plain by their words
STEPS = frozenset({Move.ACTION, Move.DEADLINE})
ORDER: tuple[State, ...] = ("missing", "partial", "done")
TOUCHED = 0.3  # chance under which a step that the rules find is thought to be another's, or past
ENOUGH = 0.5  # share of a task's fact values that must be said (ours)
FAR, NEAR = 0.82, 0.90  # cosine of a task's words with a sentence that has nothing, or all, to do with it (measured)
CLEAR = 0.75  # share of a task's figures from which the act itself is plain
DONE, PARTIAL = 0.6, 0.35  # score of a task in words only (ours)

CONTENT = TELLING | REMEDIES | {Move.COUNTER, Move.OPTIONS, Move.DECLINE, Move.REMIND_PAY, Move.ESCALATE}
REMEDY_WORDS = r"refund|replace|resend|new one|退款|补发|换"


def tasks_in(found: Evidence) -> tuple[Delivered, ...]:
    """The state of every task that is not closed by an earlier reply, in the card's order."""
    facts = {f.id: f for f in (*found.brief.order, *found.brief.facts)}
    out = []
    for task in found.brief.tasks:
        if task.id not in found.brief.closed:
            mine = [facts[f] for f in task.facts if f in facts]
            ruled = _by_card(found, task, mine) if task.by or mine else _by_words(found, task)
            out.append(_on_scale(found, task, mine, ruled))
    return tuple(out)


def _on_scale(found: Evidence, task: Task, facts: Sequence[Fact], ruled: Delivered) -> Delivered:
    """What the trained scale makes of a task when the reader has its model; manners stay with the rules."""
    asked = task.by or moves_named(task.text)
    if found.embedder is None or not found.sentences or (not facts and asked and set(asked) <= MANNERS):
        return ruled
    numbers = weighed(found, task, facts, asked, ruled.state)
    if found.note:
        found.note(task, numbers)
    chances = scale().chances(numbers)
    state, sure = judged(chances)
    state = _built(state, task.by, ruled.state, not facts, chances[0])
    if false_on(found, task):
        state = min(state, "partial", key=ORDER.index)  # a false answer does not complete a task
    span = nearest(found, task, facts) if state != "missing" else None
    spans = ruled.spans if state != "missing" and ruled.spans else _spans([span] if span else [])
    lacks = () if state == "done" else ruled.lacks
    return ruled.model_copy(update={"state": state, "confidence": sure, "spans": spans, "lacks": lacks})


def _built(state: State, asked: Sequence[Move], ruled: State, bare: bool, touched: float) -> State:
    """``state``, unless a step or a choice is asked for: the build of sentences shows those, not their words.

    Then the rules set the upper bound; and where the task has no facts (``bare``) what they find done is done, if
    the scale thinks it ``touched`` at all.
    """
    built = set(asked) <= STEPS or set(asked) == {Move.OPTIONS}
    if not asked or not (built or set(asked) == {Move.DECLINE}):
        return state
    if bare and ruled == "done" and touched >= TOUCHED:
        return "done"
    if not built:
        return state
    bound: State = ruled if set(asked) <= STEPS or ruled == "done" else "partial"
    return min(state, bound, key=ORDER.index)


def _by_card(found: Evidence, task: Task, facts: Sequence[Fact]) -> Delivered:
    acts = tuple(m for m in task.by if m is not Move.DEADLINE) or task.by
    dated = Move.DEADLINE in task.by and len(task.by) > 1
    holders = [m for m in found.moves if m.move in acts or (dated and m.move is Move.DEADLINE)]
    shares = [found.states(f) for f in facts]
    share = sum(shares) / len(shares) if shares else 1.0
    date = _date(found, task, facts, shares)
    act = any(m.move in acts for m in holders) or not task.by
    act = act or (date and bool(set(acts) & STEPPING)) or _told(found, acts, facts, share)
    wrong = [c for c in found.claims if c.verdict == "material" and c.fact in task.facts]
    state = _state(act, date if dated else None, share if facts else None)
    if wrong and state == "done":
        state = "partial"
    lacks = [f.id for f, s in zip(facts, shares, strict=True) if s < ENOUGH]
    lacks += [] if act else [acts[0].value]
    lacks += ["DEADLINE"] if dated and not date else []
    said = [c.span for c in found.claims if c.verdict == "right" and c.fact in task.facts]
    spans = _spans([m.span for m in holders] + said)
    sure = max((m.confidence for m in holders), default=0.8 if state == "missing" else 0.6)
    return Delivered(
        id=task.id, text=task.text, state=state, core=task.core, spans=spans, lacks=tuple(lacks), confidence=sure
    )


def _date(found: Evidence, task: Task, facts: Sequence[Fact], shares: Sequence[float]) -> bool:
    """Whether the task's own time is given: a deadline, a fact with a date that is stated, or a dated act."""
    if any(m.move is Move.DEADLINE for m in found.moves):
        return True
    timed = [s for f, s in zip(facts, shares, strict=True) if any(v.kind in ("date", "duration") for v in f.values)]
    return any(s >= ENOUGH for s in timed) or (not timed and bool(dated_steps(found.clauses, found.said)))


def _told(found: Evidence, acts: Sequence[Move], facts: Sequence[Fact], share: float) -> bool:
    """The act is plain though no move was heard: from the facts themselves, or from a step the buyer is asked to do."""
    if facts and set(acts) & TELLING and share >= ENOUGH:
        return True
    if facts and any(m in REMEDIES and named(m, found.clauses) for m in acts) and share >= ENOUGH:
        return True
    figures = any(v.kind in FIGURES for f in facts for v in f.values)
    if figures and share >= CLEAR and set(acts) & CONTENT:
        return not any(m in REMEDIES and _refused(found) for m in acts)
    return bool(set(acts) & {Move.BUYER_STEP, Move.HOWTO}) and share >= ENOUGH and steps_asked(found) > 0


def _refused(found: Evidence) -> bool:
    """Whether some remedy is denied in the text."""
    return any(c.polarity == "negated" and pattern(REMEDY_WORDS).search(c.text) for c in found.clauses)


def _state(act: bool, dated: bool | None, share: float | None) -> State:
    if dated is not None and share is None:
        return "done" if act and dated else "partial" if act or dated else "missing"
    if share is None:
        return "done" if act else "missing"
    if act and share >= ENOUGH and dated is not False:
        return "done"
    return "partial" if act or share >= 0.25 else "missing"


def _spans(found: list[Span]) -> tuple[Span, ...]:
    seen: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, s.end)):
        if span not in seen:
            seen.append(span)
    return tuple(seen[:4])


@cache
def moves_named(task: str) -> tuple[Move, ...]:
    """The moves that the words of a task call for; empty when they name none."""
    return tuple(Move(code) for code, words in lexicon("tasks")["moves"].items() if pattern(words).search(task))


@cache
def _plain() -> frozenset[str]:
    return frozenset(lexicon("tasks")["plain_words"].split())


def _stems(text: str) -> set[str]:
    words = {w[:6] for w in re.findall(r"[a-z0-9][a-z0-9'-]{2,}", text.casefold()) if w not in _plain()}
    for run in re.findall(r"[\u4e00-\u9fff]+", text):
        words |= {run[i : i + 2] for i in range(len(run) - 1)}
    return words


def _by_words(found: Evidence, task: Task) -> Delivered:
    wanted_moves = moves_named(task.text)
    holders = [m for m in found.moves if m.move in wanted_moves]
    wanted = _stems(task.text)
    near = list(found.similar(task.text))
    best: tuple[float, Span | None] = (0.0, None)
    for index, sentence in enumerate(found.sentences):
        have = _stems(sentence.of(found.text))
        shared = len(wanted & have) / len(wanted) if wanted else 0.0
        meaning = min(1.0, max(0.0, (near[index] - FAR) / (NEAR - FAR))) if near else shared
        made = any(sentence.start <= m.span.start < sentence.end for m in holders)
        score = (0.45 if made else 0.0) + 0.35 * meaning + 0.4 * min(1.0, 1.5 * shared)
        if score > best[0]:
            best = (score, sentence)
    score, span = best
    if wanted_moves and not holders:
        score *= 0.7  # the act itself was not seen
    state: State = "done" if score >= DONE else "partial" if score >= PARTIAL else "missing"
    spans = _spans([m.span for m in holders] + ([span] if span and state != "missing" else []))
    sure = 0.5 + min(0.4, abs(score - (DONE + PARTIAL) / 2))
    lacks = () if state == "done" else tuple(m.value for m in wanted_moves if not any(h.move is m for h in holders))
    return Delivered(
        id=task.id, text=task.text, state=state, core=task.core, spans=spans, lacks=lacks[:2], confidence=sure
    )
