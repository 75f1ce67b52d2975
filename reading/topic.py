"""Whether a reply is about this buyer's matter at all, how many of the card's facts it says, and who acts next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .claims import coverage
from .clauses import Clause
from .courtesies import situation_words, stems
from .edges import topical
from .nouns import Brief, Claim, Delivered, Made, Move, Span, Violation
from .said import Said
from .tasks import Similar

COURTESY = frozenset({Move.GREET, Move.THANK, Move.CLOSE, Move.FEEDBACK_NEUTRAL, Move.OTHER})
STEPS = frozenset(
    {
        Move.DEADLINE, Move.ACTION, Move.BUYER_STEP, Move.ASK_INFO, Move.OPTIONS, Move.HOWTO, Move.ESCALATE,
        Move.REMIND_PAY, Move.RETURN, Move.COUNTER,
    }
)  # fmt: skip
DATED = frozenset({Move.DEADLINE, Move.ACTION, Move.BUYER_STEP, Move.ESCALATE, Move.ASK_INFO})
RELATED = 0.845  # cosine above which a sentence has to do with the thread or a task (measured on the corpus)
CHECKABLE = frozenset({"money", "date", "duration", "percent", "quantity", "measure", "size", "code", "place"})


def on_topic(
    text: str, moves: Sequence[Made], tasks: Sequence[Delivered], claims: Sequence[Claim], brief: Brief
) -> bool:
    """True when something in ``text`` concerns the buyer's matter: a task, a claim, a move beyond courtesy, a word."""
    if any(t.state != "missing" for t in tasks) or claims or any(m.move not in COURTESY for m in moves):
        return True
    return topical(text) or len(stems(text) & situation_words(brief)) > 1


def strayed(
    text: str,
    sentences: Sequence[Span],
    moves: Sequence[Made],
    tasks: Sequence[Delivered],
    claims: Sequence[Claim],
    violations: Sequence[Violation],
    brief: Brief,
    similar: Similar,
) -> bool:
    """Guide B6 row 2: no task, fact or expected move touched, and something said that is not mere courtesy."""
    if any(t.state != "missing" for t in tasks) or any(c.verdict != "unsupported" for c in claims) or violations:
        return False
    if any(m.move not in COURTESY for m in moves) or topical(text):
        return False
    plain = [s for s in sentences if not any(s.start <= m.span.start < s.end for m in moves)]
    if not plain or stems(text) & situation_words(brief):
        return False
    near = similar(" ".join(line.text for line in brief.thread if line.sender == "buyer")[:600])
    return not near or max(near) < RELATED


def next_step(moves: Sequence[Made], clauses: Sequence[Clause], brief: Brief) -> bool:
    """Whether it is said who does what next; true also where the situation closes with the answer."""
    closes = not any(set(entry) & DATED for entry in brief.obligatory)
    if closes or any(m.move in STEPS for m in moves):
        return True
    acts = [c for c in clauses if c.polarity == "affirmed" and not c.quoted]
    return any(c.mood in ("request", "question") or (c.actor == "seller" and c.tense == "future") for c in acts)


def facts_said(
    text: str, said: Sequence[Said], claims: Sequence[Claim], brief: Brief, similar: Similar
) -> dict[str, Any]:
    """``needs_facts`` and ``facts_said`` of the Reading: the share of the values that the open tasks call for."""
    called = {f for t in brief.tasks if t.id not in brief.closed for f in t.facts}
    facts = [f for f in (*brief.facts, *brief.order) if f.id in called] or list(brief.facts)
    facts = [f for f in facts if any(v.kind in CHECKABLE for v in f.values)] or [f for f in facts if f.id in called]
    if not facts:
        return {"needs_facts": False, "facts_said": 1.0}
    share = sum(coverage(f, tuple(said), text, brief.language) for f in facts) / len(facts)
    if not share and any(c.verdict == "right" for c in claims):
        share = 0.1  # something on the card is said, though not what the tasks call for
    return {"needs_facts": True, "facts_said": round(min(1.0, share), 3)}
