"""How strongly a reply speaks for a task, as numbers between about -1 and 2: what a trained scale is fed with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from .compare import as_value, compare
from .evidence import Evidence
from .heads import MOVES, Wide
from .lexicon import lexicon, pattern
from .nouns import REMEDIES, Claim, Fact, Move, Span, State, Task, Value
from .offers import dated_steps, named
from .said import Said
from .subjects import content_words, is_chinese, topics_of
from .values import values_in

FIGURES = frozenset({"money", "percent", "date", "deadline", "time", "duration", "quantity", "measure", "size", "code"})
DIGITS = re.compile(r"(?<![\d.])\d+(?:\.\d+)?")
PARTS = re.compile(r"[;:,；，。、]\s*|\s(?:and|but|so that|or)\s|以及|并|和")
MIDDLE, SPREAD = 0.85, 0.05  # cosines of two texts that have little to do with each other, and how far they spread
HOUR = re.compile(r"T(\d\d:\d\d)")
KEEN = 6.0  # how much a nearer fact counts more than a farther one
MANY = 4  # facts given right from which a reply is full of them
IDLE = r"wait|patien|reply|contact us|let (?:me|us) know|tell us|feel free|forgive|understand|等|谅解|理解|联系我们"

NAMES = (
    "done", "partial",  # what the rules make of moves and facts
    "near", "apart",  # cosine of the nearest sentence with the task; how much nearer than with the rest of the card
    "part",  # share of what task and facts name that is said, by words or by meaning
    "task", "goal", "parts", "least", "own",  # spread cosines: task, task and facts, their parts, the least, the lead
    "words",  # share of the words of task and facts in the sentence that has most of them
    "senses", "sense",  # share of the senses of the task that the reply has, and that one sentence has
    "digits", "covered",  # share of the card's numbers that are said; of the fact least covered
    "lent",  # how much is said of the card's facts that come nearest to the task, whether it names them or not
    "no_figures",  # 1 when the card has no figures for this task
    "chance",  # how likely some sentence makes the move asked for
    "all",  # the same for all of them: "apologise and own up"
    "unchosen",  # 1 when a choice is asked for and none is given
    "acts",  # the build of the sentences: asked steps, dated steps, remedies named, refusals
    "right", "rights",  # a claim on these facts is right; how much of the card is given right
    "wrong", "wrongs",  # a claim on these facts is false; how many are false in all
)  # fmt: skip


def weighed(found: Evidence, task: Task, facts: Sequence[Fact], asked: Sequence[Move], state: State) -> Wide:
    """(len(NAMES),) numbers for ``task``, whose ``facts`` these are, which calls for one of ``asked``.

    ``state`` is what the rules alone say. Length and courtesies raise none of them (guide B6 row 15).
    """
    goal = [task.text, *(f.text for f in facts)]
    numbers = {
        "done": float(state == "done"),
        "partial": float(state == "partial"),
        **_meaning(found, goal),
        **_sensed(found, task),
        **_figures(found, goal, facts),
        "lent": _lent(found, task, facts),
        "chance": _chance(found, asked),
        "all": _all(found, asked),
        "unchosen": float(Move.OPTIONS in asked and not any(m.move is Move.OPTIONS for m in found.moves)),
        "acts": max((_act(found, m) for m in asked), default=0.5),
        **_claims(found, task),
    }
    return np.array([numbers[name] for name in NAMES], float)


def _meaning(found: Evidence, goal: list[str]) -> dict[str, float]:
    near = np.asarray(found.similar(goal[0]), float)
    others = [t for t in found.card if t not in goal]
    beside = np.mean([found.similar(t) for t in others], axis=0) if others else np.full(len(near), MIDDLE)
    parts = [p for text in goal for p in parts_of(text)]
    said = [max(_scaled(max(found.similar(p)), 0, 1), share(p, found.words, found.themes)) for p in parts]
    rows = found.rows
    to_goal, to_parts = rows @ found.spread(goal).T, (rows @ found.spread(parts).T).max(axis=0)
    to_others = (rows @ found.spread(others).T).max(axis=1) if others else 0.0
    return {
        "near": _scaled(float(near.max()), -1, 2),
        "apart": float(((near - beside) / SPREAD).max()),
        "part": float(np.mean(said)),
        "task": float(to_goal[:, 0].max()),
        "goal": float(to_goal.max(axis=0).mean()),
        "parts": float(to_parts.mean()),
        "least": float(to_parts.min()),
        "own": float((to_goal.max(axis=1) - to_others).max()),
        "words": max(_shared(" ".join(goal), s.of(found.text)) for s in found.sentences),
    }


def _scaled(cosine: float, low: float, high: float) -> float:
    """A cosine on a scale where 0 is a chance likeness and 1 is plainly the same, cut at ``low`` and ``high``."""
    return max(low, min(high, (cosine - MIDDLE) / SPREAD))


@lru_cache(maxsize=4096)
def parts_of(text: str) -> tuple[str, ...]:
    """The several things that a card's text names: its clauses of two words or more; the text itself when it is one."""
    found = tuple(p.strip() for p in PARTS.split(text) if p and len(content_words(p)) > 1)
    return found if len(found) > 1 else (text,)


def share(wanted: str, have: frozenset[str], themes: frozenset[str]) -> float:
    """Share of the content words of ``wanted`` that are among ``have`` or whose topic is among ``themes``."""
    words = content_words(wanted)
    return sum(w in have or bool(topics_of(w) & themes) for w in words) / len(words) if words else 0.0


def _shared(wanted: str, sentence: str) -> float:
    return share(wanted, content_words(sentence), topics_of(sentence))


@lru_cache(maxsize=4096)
def senses_of(text: str) -> frozenset[str]:
    """The things of the trade that ``text`` names (tasks.yaml, senses), in whatever words and language."""
    return frozenset(name for name, words in lexicon("tasks")["senses"].items() if pattern(words).search(text))


def _sensed(found: Evidence, task: Task) -> dict[str, float]:
    wanted = senses_of(task.text)
    if not wanted:
        return {"senses": 0.5, "sense": 0.5}
    each = [len(wanted & senses_of(s.of(found.text))) / len(wanted) for s in found.sentences]
    return {"senses": len(wanted & senses_of(found.text)) / len(wanted), "sense": max(each)}


def _figures(found: Evidence, goal: list[str], facts: Sequence[Fact]) -> dict[str, float]:
    typed = [v for f in facts for v in f.values if v.kind in FIGURES]
    own = {f.text for f in facts if any(v.kind in FIGURES for v in f.values)}
    told = [as_value(s) for t in goal if t not in own for s in _told(t, found.brief.now)]
    zone = found.brief.now.tzinfo
    hits = [any(_gives(s, v, zone) for s in found.said) for v in (*typed, *told)]
    digits = {d for t in goal for d in DIGITS.findall(t)}
    said = digits & set(DIGITS.findall(found.text))
    return {
        "no_figures": float(not hits),
        "digits": len(said) / len(digits) if digits else 0.0,
        "covered": min((found.states(f) for f in facts), default=float(np.mean(hits)) if hits else 0.0),
    }


def _gives(said: Said, value: Value, zone: dt.tzinfo | None) -> bool:
    """Whether ``said`` gives a card's value; the hour alone will do for a moment ("before five")."""
    if compare(said, value, "exact", zone) in ("same", "near"):
        return True
    hour = HOUR.search(str(value.value)) if value.kind == "date" else None
    return bool(hour and said.clock and said.clock.strftime("%H:%M") == hour[1])


def _lent(found: Evidence, task: Task, facts: Sequence[Fact]) -> float:
    """Share said, 0 to 1, of the task's facts; where it names none, of the card's, the nearest to its words first."""
    if facts or not found.brief.facts:
        return float(np.mean([found.states(f) for f in facts])) if facts else 0.0
    near = (found.spread([f.text for f in found.brief.facts]) @ found.spread([task.text]).T)[:, 0]
    shared = [_shared(task.text, f.text) for f in found.brief.facts]
    pull = np.exp(KEEN * (near + np.array(shared)))
    return float(np.array([found.states(f) for f in found.brief.facts]) @ (pull / pull.sum()))


@lru_cache(maxsize=4096)
def _told(text: str, now: dt.datetime) -> tuple[Said, ...]:
    """The figures that a card's text names in its words."""
    return tuple(s for s in values_in(text, now, "zh" if is_chinese(text) else "en") if s.kind in FIGURES)


def _chance(found: Evidence, asked: Sequence[Move]) -> float:
    columns = [MOVES.index(m.value) for m in _acts(asked) if m.value in MOVES]
    return float(found.chances[:, columns].max()) if columns and len(found.chances) else 0.0


def _all(found: Evidence, asked: Sequence[Move]) -> float:
    made = {m.move for m in found.moves}
    each = [1.0 if m in made else _chance(found, [m]) for m in _acts(asked)]
    return float(np.mean(each)) if each else 0.5


def _acts(asked: Sequence[Move]) -> Sequence[Move]:
    """The moves asked for beside a mere date."""
    return [m for m in asked if m is not Move.DEADLINE] or asked


def _act(found: Evidence, move: Move) -> float:
    """Whether the build of the sentences can carry ``move``, whatever its words: 0 to 1; unknown moves 0."""
    clauses = [c for c in found.clauses if not c.quoted]
    if move is Move.DECLINE:
        return float(any(c.polarity == "negated" for c in clauses))
    if move in (Move.BUYER_STEP, Move.HOWTO):
        return min(1.0, steps_asked(found) / 2)
    if move is Move.ASK_INFO:
        return float(any(c.mood in ("question", "request") for c in clauses))
    if move is Move.DEADLINE:
        return float(any(m.move is move for m in found.moves) or bool(dated_steps(found.clauses, found.said)))
    return float(move in REMEDIES and named(move, found.clauses) is not None)


def steps_asked(found: Evidence) -> int:
    """How many clauses ask the buyer to do something other than wait or write back."""
    asks = [c for c in found.clauses if c.mood == "request" and c.polarity == "affirmed" and not c.quoted]
    return sum(not pattern(IDLE).search(c.text) for c in asks)


def _claims(found: Evidence, task: Task) -> dict[str, float]:
    asked = " ".join(line.text for line in found.brief.thread if line.sender == "buyer").casefold()
    own = [c for c in found.claims if c.verdict == "right" and c.said.casefold() not in asked]  # not the buyer's words
    mine = [c for c in _about(found, task) if c in own]
    right = {(c.fact, c.said) for c in own}
    return {
        "right": float(bool(mine)),
        "rights": min(1.0, len(right) / MANY),
        "wrong": float(false_on(found, task)),
        "wrongs": min(1.0, sum(c.verdict == "material" for c in found.claims) / 2),
    }


def _about(found: Evidence, task: Task) -> list[Claim]:
    own = {*task.facts, task.id, *(f.id for f in found.brief.facts if f.text == task.text)}
    return [c for c in found.claims if c.fact in own]


def false_on(found: Evidence, task: Task) -> bool:
    """Whether something false is said of the task's facts."""
    return any(c.verdict == "material" for c in _about(found, task))


def nearest(found: Evidence, task: Task, facts: Sequence[Fact]) -> Span | None:
    """The sentence that comes nearest to the task and its facts, by meaning and words; None for no sentences."""
    goal = " ".join([task.text, *(f.text for f in facts)])
    near = list(found.similar(task.text)) or [0.0] * len(found.sentences)
    marks = [n / SPREAD + 2 * _shared(goal, s.of(found.text)) for n, s in zip(near, found.sentences, strict=True)]
    return found.sentences[int(np.argmax(marks))] if marks else None
