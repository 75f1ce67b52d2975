"""Rules of the card turned round in words: who pays, what is never done, what nobody can promise, whose fault it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from reading.card import Card
from reading.nouns import Claim, Verdict
from reading.piece import Piece, asks
from reading.sought import Sought
from reading.subjects import content_words, pattern
from reading.terms import book, fold

_PART = re.compile(r"[;:；。，,.](?=\s|$|[\u4e00-\u9fff])")
_EACH = re.compile(r"\b(?:and|or)\b|\bno\b|和|或", re.IGNORECASE)


def reversals(piece: Piece, card: Card) -> list[Claim]:
    """The claims of a clause that turn an entitlement or a rule of the card round (guide B2, ACC: entitlement, policy).

    Only what the card says in so many words is held against a clause, and only a clause that says the contrary
    outright: questions, quotations and denials are passed over.
    """
    if asks(piece) or piece.clause.quoted:
        return []
    judged = (_paid(piece, card), _never(piece, card), _kept(piece, card), _banned(piece, card))
    found = next((one for one in judged if one is not None), None)
    if found is None:
        return []
    verdict, fact, expected = found
    span, text = piece.clause.span, piece.clause.text
    return [Claim(span=span, kind="entitlement", said=text, verdict=verdict, fact=fact, expected=expected)]


Turned = tuple[Verdict, str | None, str]


@cache
def _word(*keys: str) -> Sought:
    entry = book()["reversals"]
    for key in keys:
        entry = entry[key]
    return Sought(f"{entry['en']}|{entry['zh']}")


@lru_cache(maxsize=2048)
def _payer(part: str, thing: str) -> str | None:
    """Who pays for ``thing`` (postage, tax) by a part of a sentence: "buyer", "seller", or None."""
    if not _word("things", thing).search(part):
        return None
    sides = [side for side in ("buyer", "seller") if _word("payers", side).search(part)]
    return sides[0] if len(sides) == 1 else None


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in _PART.split(fold(text)) if part.strip())


def _texts(card: Card) -> Iterator[tuple[str, str]]:
    for fact in card.brief.facts:
        for part in _parts(fact.text):
            yield fact.id, part


def _paid(piece: Piece, card: Card) -> Turned | None:
    """Who pays the postage or the tax. More than the card gives is only unsupported: that is V14's business."""
    text = fold(piece.clause.text)
    for thing in book()["reversals"]["things"]:
        ours = {_payer(part, thing) for part in _parts(text)} - {None}
        if len(ours) != 1 or (piece.clause.polarity == "negated" and not _word("free", thing).search(text)):
            ours = {"seller"} if _word("free", thing).search(text) else set()
        if not ours:
            continue
        theirs = [(name, payer) for name, part in _texts(card) if (payer := _payer(part, thing))]
        sides = {payer for _, payer in theirs}
        if len(sides) != 1 or ours == sides or _exempt(card, thing):
            continue
        name = theirs[0][0]
        said = next(fact.text for fact in card.brief.facts if fact.id == name)
        return "material" if ours == {"buyer"} or thing == "tax" else "unsupported", name, said
    return None


def _exempt(card: Card, thing: str) -> bool:
    return thing == "tax" and any(_word("free", thing).search(part) for _, part in _texts(card))


def _never(piece: Piece, card: Card) -> Turned | None:
    """What the card says is never done or not needed, and the clause allows or asks for."""
    clause, text = piece.clause, fold(piece.clause.text)
    if clause.polarity == "negated" or pattern("negations").search(text) or _word("kept_off").search(text):
        return None
    if clause.mood != "request" and not _word("allows").search(text):
        return None
    words = content_words(text)
    for name, part in _texts(card):
        if any(needed <= words for needed in _spared(part)):
            return "material", name, next(f.text for f in card.brief.facts if f.id == name)
    return None


@lru_cache(maxsize=2048)
def _spared(part: str) -> tuple[frozenset[str], ...]:
    """What a part of the card says is never done or not needed: the content words of each thing."""
    named = (next(group for group in match.groups() if group) for match in _word("never").finditer(part))
    things = (content_words(thing) for name in named for thing in _EACH.split(name))
    return tuple(words for words in things if words and not all(map(str.isdigit, words)))


def _kept(piece: Piece, card: Card) -> Turned | None:
    """A receipt to be confirmed before the goods are there; a certificate that is not there; the fault of others."""
    text, clause = fold(piece.clause.text), piece.clause
    for name in book()["reversals"]["against"]:
        if clause.polarity == "negated" and name != "blame":
            continue
        said = _word("against", name, "said").search(text)
        if not said or _word("against", name, "unless").search(piece.around if name == "receipt" else text):
            continue
        known = [(fact.id, fact.text) for fact in card.brief.facts if _word("against", name, "card").search(fact.text)]
        if known:
            return "material", *known[0]
    return None


def _banned(piece: Piece, card: Card) -> Turned | None:
    """What the card forbids to promise or to pretend: a sure day of delivery, a refund that was not made."""
    text, clause = fold(piece.clause.text), piece.clause
    if clause.polarity == "negated" or clause.mood == "conditional" or not card.brief.must_not:
        return None
    for name in book()["reversals"]["bans"]:
        if not _word("bans", name, "said").search(text):
            continue
        for ban in card.brief.must_not:
            if _word("bans", name, "ban").search(ban):
                return "unsupported" if name == "waiting" else "material", None, ban
    return None
