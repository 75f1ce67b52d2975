"""Kinds of courtesy in a reply: her name, her words, what she feels, one's own voice; they count only together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from . import circumstances
from .lexicon import lexicon, pattern
from .nouns import Brief, Made, Move, Signal, Span
from .sought import Sought
from .text import HAN


@cache
def _listed() -> dict[str, Sought]:
    found = lexicon("tone")["courtesies"].items()
    return {code: pattern("|".join(f"(?:{p})" for p in patterns)) for code, patterns in found}


@cache
def _generic() -> frozenset[str]:
    return frozenset(w for line in lexicon("tone")["generic_words"] for w in line.split())


def situation_words(brief: Brief) -> frozenset[str]:
    """The stems that are this buyer's own: what she wrote, less what any buyer writes."""
    said = " ".join(line.text for line in brief.thread if line.sender == "buyer").casefold()
    return frozenset(stems(said))


def stems(text: str) -> set[str]:
    """The words of ``text`` by their first letters, Chinese by pairs; words of any case are left out."""
    words: set[str] = set()
    for run in re.findall(r"[a-z][a-z'-]{3,}", text.casefold()):
        if run not in _generic():
            words.add(run.removesuffix("'s")[:6])
    for run in re.findall(r"[\u4e00-\u9fff]+", text):
        words |= {run[i : i + 2] for i in range(len(run) - 1)}
    return words


def courtesies_in(text: str, sentences: Sequence[Span], moves: Sequence[Made], brief: Brief) -> tuple[Signal, ...]:
    """The kinds of courtesy in ``text``, each with the words that first show it."""
    found = {code: hit for code, listed in _listed().items() if (hit := listed.search(text))}
    kinds = {code: Span(start=hit.start(), end=hit.end()) for code, hit in found.items()}
    for code, codes in (("takes_share", (Move.OWN, Move.APOLOGIZE)), ("restates", (Move.RESTATE, Move.EMPATHIZE))):
        if shown := next((m.span for m in moves if m.move in codes), None):
            kinds[code] = shown
    if name := named_in(text, brief):
        kinds["by_name"] = name
    for code, spans in (
        ("circumstance", circumstances.named(text, sentences, brief)),
        ("felt", circumstances.felt(text, sentences)),
    ):
        kinds |= {code: spans[0]} if spans else {}
    kinds |= _her_words(text, sentences, brief)
    return tuple(Signal(code=code, span=span) for code, span in kinds.items())


def _her_words(text: str, sentences: Sequence[Span], brief: Brief) -> dict[str, Span]:
    """Words of hers that the card has not: one is chance, three are an answer to her, five a conversation."""
    hers = situation_words(brief) - _on_card(brief)
    shared = len(stems(text) & hers)
    steps = [code for code, least in lexicon("tone")["her_words"].items() if shared >= least]
    first = next((s for s in sentences if stems(s.of(text)) & hers), None)
    return {code: first for code in steps if first}


def _on_card(brief: Brief) -> set[str]:
    """What the card says too: repeating that names the order, not the buyer."""
    said = [f.text for f in (*brief.order, *brief.facts)] + [t.text for t in brief.tasks]
    return stems(" ".join((*said, brief.buyer_name)))


def named_in(text: str, brief: Brief) -> Span | None:
    """Where the buyer is called by name: the card's, or the one she signs with."""
    names = [w for w in re.split(r"[\s,.]+", brief.buyer_name) if len(w) > 1]
    for name in names:
        if hit := re.search(rf"(?<!\w){re.escape(name)}", text, re.I):
            return Span(start=hit.start(), end=hit.end())
    if HAN.search(brief.buyer_name) and brief.buyer_name[:1] in text[:12]:
        return Span(start=0, end=min(12, len(text)))
    return None
