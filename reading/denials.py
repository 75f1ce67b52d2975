"""Statements in words: a granted remedy denied, a parcel called delivered, a described fact told or denied."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reading.card import Card, Entry, grants
from reading.nouns import Claim, Move
from reading.piece import Piece
from reading.subjects import content_words, denies, overlap, pattern, topics_of
from reading.terms import book, fold

Similar = Callable[[str, str], float]
_NOT = re.compile(r"\b(?:not|never|cannot)\b|n't\b|不|没有", re.IGNORECASE)
_QUOTED = re.compile(r"(?<![A-Za-z])(['\"]).{2,60}?\1(?![A-Za-z])")  # 'no refund' as the name of a choice
TOLD = 0.6  # share of a described fact's words that a clause must have to have told it
WORDY = frozenset({"text", "entitlement"})


def denied(piece: Piece, card: Card, all_pieces: Sequence[Piece]) -> Claim | None:
    """A material claim when the clause refuses outright what the card grants; None for a refusal with limits.

    "We will not refund you" is one, "no refund before 21 June" and "I can't refund twice" are none.
    """
    clause = piece.clause
    if clause.polarity != "negated" or clause.actor in {"buyer", "carrier"} or not piece.asserts:
        return None
    text = _QUOTED.sub(" ", fold(clause.text))
    if clause.mood in {"conditional", "request"} or _limited(text):
        return None
    for topic in book()["remedies"]:
        if topic not in topics_of(text) or not _governed(topic, text) or _refused(topic, card):
            continue
        if any(_offers(other) for other in all_pieces if other is not piece):
            continue  # another clause grants it: a contradiction, which is noticed elsewhere
        granting = _granting(topic, clause.text, card)
        if granting is None:
            continue
        fact = granting[0] if granting else None
        return Claim(
            span=clause.span, kind="entitlement", said=clause.text, verdict="material",
            fact=fact.fact if fact else None, expected=fact.text if fact else None,
        )  # fmt: skip
    return None


def _refused(topic: str, card: Card) -> bool:
    """True when the card refuses the same for now ("no refund while …"), or sets a refusal as a task."""
    for task in card.brief.tasks:
        if Move.DECLINE in task.by or (topic in topics_of(task.text) and pattern("declining").search(task.text)):
            return True
    return any(e.firm and topic in e.topics and pattern("withheld").search(fold(e.text)) for e in card.entries)


def _granting(topic: str, text: str, card: Card) -> list[Entry] | None:
    """The facts that grant what ``text`` refuses, [] when only the authority does, None when nothing does."""
    moves = list(book()["remedies"][topic])
    facts = [e for e in card.entries if topic in e.topics and not _refuses(e.text)]
    if pattern("whole").search(fold(text)):  # the whole may be refused where a part is granted
        moves = [move for move in moves if move != "REFUND_PART"]
        facts = [e for e in facts if pattern("whole").search(fold(e.text))]
    if grants(card, moves):
        return facts
    return facts if facts and card.brief.authority is None else None


def _governed(topic: str, text: str) -> bool:
    """True when the negation falls on the remedy: "we cannot refund", "a refund is not possible"."""
    if pattern("impossible").search(text):
        return True
    no = pattern("negations").search(text)
    return no is not None and topic in topics_of(text[no.end() :]) and not pattern("granting").search(text, no.end())


def _offers(piece: Piece) -> bool:
    remedies = set(book()["remedies"])
    return piece.clause.polarity == "affirmed" and piece.asserts and bool(piece.topics & remedies - {"return"})


def _limited(text: str) -> bool:
    """True when a refusal is bounded ("before", "yet", "twice" after it, or at its very beginning)."""
    plain = fold(text)
    no = pattern("negations").search(plain)
    start = no.end() if no else 0
    if pattern("conditions").search(plain):
        return True
    return any(m.start() >= start or m.start() < 3 for m in pattern("limits").finditer(plain))


def _refuses(text: str) -> bool:
    """True when a fact as a whole denies; "…; no refund before" at its end only limits it."""
    head = fold(text).split(";")[0].split("；")[0]
    return denies(head) and not pattern("limits").search(head)


def delivered(piece: Piece, card: Card) -> Claim | None:
    """A material claim when the parcel is called delivered and neither card nor thread says so."""
    clause = piece.clause
    found = pattern("delivered").search(fold(clause.text))
    if not found or clause.polarity != "affirmed" or not piece.asserts or clause.mood != "asserted":
        return None
    if clause.tense == "future" or clause.actor == "buyer":
        return None
    texts = [e.text for e in card.entries] + [f"{e.value.value}" for e in card.entries]
    texts += [line.text for line in card.brief.thread if line.sender != "buyer"]
    if any(_arrived(text) for text in texts) or any(_arrived(line.text) for line in card.brief.thread):
        return None
    where = [e for e in card.entries if e.firm and e.topics & {"scan", "delivery"}]
    if not where:
        return None
    return Claim(
        span=clause.span, kind="status", said=found[0], verdict="material", fact=where[0].fact, expected=where[0].text
    )


def _arrived(text: str) -> bool:
    return pattern("arrived").search(fold(text)) is not None


def stated(piece: Piece, card: Card, similar: Similar | None) -> list[Claim]:
    """What the clause tells of the facts that are described in words: right, or material when it denies them."""
    if not piece.asserts or piece.clause.mood == "conditional":
        return []
    return [claim for entry in card.entries if entry.firm and (claim := _told(piece, entry, similar))]


def _told(piece: Piece, entry: Entry, similar: Similar | None) -> Claim | None:
    words = str(entry.value.value or "")
    if (entry.value.kind not in WORDY and entry.value.kind in _TYPED) or not words:
        return None
    clause = piece.clause
    share = overlap(words.replace("_", " "), clause.text)
    if similar is not None and share < TOLD:
        share = max(share, similar(words, clause.text) - 0.2)
    if share < TOLD:
        return None
    against = (clause.polarity == "negated") != denies(words)
    if not against:
        return Claim(span=clause.span, kind=entry.value.kind, said=clause.text, verdict="right", fact=entry.fact)
    plain = _NOT.search(fold(clause.text)) is not None and not _limited(clause.text)
    flat = clause.polarity == "negated" and plain and share >= 0.8 and len(content_words(words)) >= 4
    if not flat or _refuses(entry.text) or clause.actor == "buyer":
        return None
    return Claim(
        span=clause.span, kind=entry.value.kind, said=clause.text, verdict="material", fact=entry.fact, expected=words
    )


_TYPED = frozenset({"money", "date", "duration", "percent", "quantity", "measure", "size", "code", "place"})
