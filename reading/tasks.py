"""How far a reply does what the case asks: done, partial or missing, with the words that do it (guide B2 RES).

A task is done by moves and facts where the card names them; a task in words only is judged by meaning, with less
confidence. A false answer does not complete a task, and a vague one is partial.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from .claims import coverage
from .lexicon import lexicon, pattern
from .nouns import Brief, Claim, Delivered, Fact, Made, Move, Span, State, Task
from .said import Said

TELLING = frozenset(
    {
        Move.STATUS, Move.PRODUCT_INFO, Move.POLICY, Move.QUOTE, Move.CAUSE, Move.TRACKING, Move.HOWTO,
        Move.RECOMMEND, Move.DEADLINE, Move.RESTATE, Move.ACTION, Move.BUYER_STEP, Move.PREVENT,
    }
)  # fmt: skip
ENOUGH = 0.5  # share of a task's fact values that must be said (ours)
FAR, NEAR = 0.80, 0.90  # cosine of two sentences that have nothing, and nearly all, in common (measured on the corpus)
DONE, PARTIAL = 0.6, 0.35  # score of a task in words only (ours)

Similar = Callable[[str], Sequence[float]]  # cosine of a text with each sentence of the reply; empty without a model


def tasks_in(
    text: str,
    sentences: Sequence[Span],
    moves: Sequence[Made],
    claims: Sequence[Claim],
    said: Sequence[Said],
    brief: Brief,
    similar: Similar,
) -> tuple[Delivered, ...]:
    """The state of every task that is not closed by an earlier reply, in the card's order."""
    facts = {f.id: f for f in (*brief.order, *brief.facts)}
    out = []
    for task in brief.tasks:
        if task.id in brief.closed:
            continue
        mine = [facts[f] for f in task.facts if f in facts]
        if task.by or mine:
            done = _by_card(text, sentences, task, mine, moves, claims, said, brief)
        else:
            done = _by_words(text, sentences, task, moves, said, brief, similar)
        out.append(done)
    return tuple(out)


def _by_card(
    text: str,
    sentences: Sequence[Span],
    task: Task,
    facts: Sequence[Fact],
    moves: Sequence[Made],
    claims: Sequence[Claim],
    said: Sequence[Said],
    brief: Brief,
) -> Delivered:
    acts = tuple(m for m in task.by if m is not Move.DEADLINE) or task.by
    dated = Move.DEADLINE in task.by and len(task.by) > 1
    holders = [m for m in moves if m.move in acts]
    if dated:
        holders += [m for m in moves if m.move is Move.DEADLINE]
    shares = [coverage(f, tuple(said), text, brief.language) for f in facts]
    share = sum(shares) / len(shares) if shares else 1.0
    act = any(m.move in acts for m in holders) or not task.by
    if not act and facts and share >= ENOUGH and set(acts) & TELLING:
        act = True
    date = any(m.move is Move.DEADLINE for m in holders)
    wrong = [c for c in claims if c.verdict == "material" and c.fact in task.facts]
    state = _state(act, date if dated else None, share if facts else None)
    if wrong and state == "done":
        state = "partial"
    lacks = [f.id for f, s in zip(facts, shares, strict=True) if s < ENOUGH]
    lacks += [] if act else [acts[0].value]
    lacks += ["DEADLINE"] if dated and not date else []
    spans = _spans(
        [m.span for m in holders] + [c.span for c in claims if c.verdict == "right" and c.fact in task.facts]
    )
    sure = max((m.confidence for m in holders), default=0.8 if state == "missing" else 0.7)
    return Delivered(
        id=task.id, text=task.text, state=state, core=task.core, spans=spans, lacks=tuple(lacks), confidence=sure
    )


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


def _by_words(
    text: str,
    sentences: Sequence[Span],
    task: Task,
    moves: Sequence[Made],
    said: Sequence[Said],
    brief: Brief,
    similar: Similar,
) -> Delivered:
    named = moves_named(task.text)
    holders = [m for m in moves if m.move in named]
    wanted = _stems(task.text)
    near = list(similar(task.text))
    best: tuple[float, Span | None] = (0.0, None)
    for index, sentence in enumerate(sentences):
        have = _stems(sentence.of(text))
        shared = len(wanted & have) / len(wanted) if wanted else 0.0
        meaning = min(1.0, max(0.0, (near[index] - FAR) / (NEAR - FAR))) if near else shared
        made = any(sentence.start <= m.span.start < sentence.end for m in holders)
        score = (0.45 if made else 0.0) + 0.35 * meaning + 0.4 * min(1.0, 1.5 * shared)
        if score > best[0]:
            best = (score, sentence)
    score, span = best
    if named and not holders:
        score *= 0.7  # the act itself was not seen
    state: State = "done" if score >= DONE else "partial" if score >= PARTIAL else "missing"
    spans = _spans([m.span for m in holders] + ([span] if span and state != "missing" else []))
    sure = 0.5 + min(0.4, abs(score - (DONE + PARTIAL) / 2))
    lacks = () if state == "done" else tuple(m.value for m in named if not any(h.move is m for h in holders))[:2]
    return Delivered(id=task.id, text=task.text, state=state, core=task.core, spans=spans, lacks=lacks, confidence=sure)
