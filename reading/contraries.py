"""What a reply says in words, without a figure, against the words of the card: general forms of contraries.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from content.loader import load_yaml
from reading.card import Card
from reading.nouns import Claim, Verdict
from reading.piece import Piece, asks
from reading.sought import Sought
from reading.subjects import content_words, denies
from reading.terms import fold

_PART = re.compile(r"[;；。，,](?=\s|$|[\u4e00-\u9fff])|\.(?=\s)")
_AND = re.compile(r"[和与或、/]|\b(?:and|or)\b")
_ANY = frozenset({"one", "new", "still", "item", "order"})  # what every thing may be called
_OK = re.compile(r"没问题|没事|no problem", re.IGNORECASE)


class Part(NamedTuple):
    """A part of a sentence of the card, with the fact or task it belongs to."""

    fact: str
    text: str  # the whole fact
    words: str  # this part of it


class Form(NamedTuple):
    """One form of contraries.yaml, its patterns compiled."""

    said: Sought
    card: Sought
    unless: Sought | None
    never: Sought | None
    turn: str | None
    share: bool
    sold: bool
    wide: bool  # looked for in the whole sentence
    verdict: Verdict


def contraries(piece: Piece, card: Card, reply: str) -> list[Claim]:
    """The claim of a clause that says the contrary of a part of the card (guide B2: entitlement, policy, use).

    Only what the seller asserts outright counts; ``reply`` is the whole text: what it tells elsewhere of the limit
    of a thing makes a short "yes" true.
    """
    clause = piece.clause
    if clause.quoted or asks(piece) or clause.mood == "conditional":
        return []
    text = fold(clause.text)
    verdict, part = _by_form(piece, text, card)
    part = part or _usable(text, card) or _flat_yes(text, card, fold(reply))
    if part is None:
        return []
    return [
        Claim(
            span=clause.span, kind="entitlement", said=clause.text, verdict=verdict, fact=part.fact,
            expected=part.text,
        )
    ]  # fmt: skip


def _by_form(piece: Piece, text: str, card: Card) -> tuple[Verdict, Part | None]:
    for form in _forms() if _any_form().may(fold(piece.sentence)) else ():
        if not (said := form.said.search(fold(piece.sentence) if form.wide else text)) or (
            form.turn and piece.clause.polarity != form.turn
        ):
            continue
        if form.unless is not None and form.unless.search(text):
            continue
        own = [part for part in parts(card) if form.card.search(part.text)]
        if form.never and any(form.never.search(part.text) for part in own):
            continue
        for part in own:
            known = form.card.search(part.text)
            if known is not None and _linked(form, text, said, part, known):
                return form.verdict, part
    return "material", None


def _linked(form: Form, text: str, said: re.Match[str], part: Part, known: re.Match[str]) -> bool:
    """True when the form asks for no link, or clause and card speak of the same thing beside the form's own words."""
    if not (form.share or form.sold):
        return True
    theirs = content_words(part.text) - content_words(known[0]) - _ANY
    ours = content_words(text) - content_words(said[0])
    return bool(theirs & ours) or (form.sold and not ours)


def _usable(text: str, card: Card) -> Part | None:
    """What the clause calls usable, and the card denies: for one thing, or for all where the card has exceptions."""
    if not _word("fitting").search(text) or denies(_OK.sub("", text)):
        return None
    words = content_words(text)
    for part in parts(card):
        if any(thing <= words for thing in _denied(part.words)):
            return part
        common = content_words(part.words) & words
        if common and _word("any_of").search(text) and _word("except").search(part.words):
            return part
    return None


@lru_cache(maxsize=2048)
def _denied(words: str) -> tuple[frozenset[str], ...]:
    """The things for which a part of the card says "not": by their content words."""
    things = [group for m in _word("denied_object").finditer(fold(words)) for group in m.groups() if group]
    each = [content_words(one if one.isascii() else one[-3:]) for thing in things for one in _AND.split(thing)]
    return tuple(one for one in each if one)


def _flat_yes(text: str, card: Card, reply: str) -> Part | None:
    """A flat yes, or a flat "it fits", to a question whose answer on the card is narrower and is told nowhere."""
    verbs = [verb for line in card.brief.thread if line.sender == "buyer" and (verb := _question(line.text))]
    if not verbs or denies(text) or _word("narrowed").search(reply):
        return None
    plain = _word("yes").search(text)
    for verb in verbs:
        if not plain and not (verb.isascii() and verb in text.lower()):
            continue
        for part in parts(card):
            if verb in part.text.lower() and _word("narrowed").search(part.text):
                return part
    return None


@lru_cache(maxsize=512)
def _question(line: str) -> str:
    """What a buyer asks whether a thing does or is: "fit" of "will it fit my bike?"; "" for no such question."""
    asked = _word("asked_if").search(fold(line))
    return next((group.lower() for group in asked.groups() if group), "") if asked else ""


def parts(card: Card) -> Sequence[Part]:
    """The parts of the card's facts and tasks."""
    brief = card.brief
    told = [(fact.id, fact.text) for fact in brief.facts] + [(task.id, task.text) for task in brief.tasks]
    return [part for name, text in told for part in _cut(name, text)]


@lru_cache(maxsize=2048)
def _cut(name: str, text: str) -> tuple[Part, ...]:
    return tuple(Part(name, text, words) for words in _PART.split(fold(text)) if words.strip())


@cache
def _book() -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("contraries.yaml"))
    return found


def _both(entry: dict[str, str]) -> Sought:
    return Sought(f"{entry['en']}|{entry['zh']}")


@cache
def _word(name: str) -> Sought:
    return _both(_book()[name])


@cache
def _any_form() -> Sought:
    """All that the forms look for, at once: most clauses have none of it."""
    return Sought("|".join(f"(?:{form.said.pattern})" for form in _forms()))


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[Form]:
    for entry in _book()["forms"].values():
        optional = {name: _both(entry[name]) if name in entry else None for name in ("unless", "never")}
        yield Form(
            _both(entry["said"]), _both(entry["card"]), optional["unless"], optional["never"], entry.get("turn"),
            entry.get("share", False), entry.get("link") == "sold",
            entry.get("wide", False), entry.get("verdict", "material"),
        )  # fmt: skip
