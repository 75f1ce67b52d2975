"""Faults of English form that need a look at the whole sentence: articles, verbs, commas, capitals, marks, slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .wordclasses import Word, listed, lists

_SPACING = re.compile(r"(?<=[a-z])[,;!?](?=[A-Za-z])|(?<=\w) +[,.!?;](?=\s|$)|(?<=[a-z]{3})\.(?=[A-Z][a-z])|,{2,}")
_SLOT = re.compile(r"[×✕]{2,}|\b[xX]{3,}\b|_{3,}|\$\s?[×xX]{2,}")
_SLOT_NAME = re.compile(
    r"[(\[<{](?:your |buyer'?s? |customer'?s? |buyer |customer )?(?:name|date|number|item|product)[)\]>}]", re.I
)
_BULLET = re.compile(r"\s*(?:[-*•·]|\(?\d{1,2}[.)])\s")
_FINITE = "BHMYVZE"


@dataclass(frozen=True)
class Fault:
    """One fault: characters ``start`` to ``end`` of the sentence, the entry of ``advice`` it falls under."""

    start: int
    end: int
    advice: str
    better: str | None = None
    obscures: bool = False


def faults(sentence: str, words: Sequence[Word], opens: bool, names: frozenset[str]) -> Iterator[Fault]:
    """Every fault of one sentence; ``opens`` says that it begins the letter or follows a full stop."""
    yield from _marks(sentence)
    yield from _capitals(words, opens, names)
    yield from _articles(words)
    yield from _splices(words)
    yield from _verbless(sentence, words)


def _marks(sentence: str) -> Iterator[Fault]:
    for advice, pattern in (
         ("comma_space", _SPACING), ("slot", _SLOT), ("slot_name", _SLOT_NAME),
    ):  # fmt: skip
        if match := pattern.search(sentence):
            yield Fault(match.start(), match.end(), advice)


@cache
def _proper() -> frozenset[str]:
    return listed("names_of_days") | listed("names_of_months") | listed("names_of_places")


def _capitals(words: Sequence[Word], opens: bool, names: frozenset[str]) -> Iterator[Fault]:
    for number, word in enumerate(words):
        if word.text in ("i", "i'm", "i'll", "i've", "i'd", "i’m", "i’ll", "i’ve", "i’d"):
            if words[number + 1 : number + 2] and words[number + 1].text == ".":
                continue  # "i.e.", or a list numbered i.
            yield Fault(word.start, word.end, "pronoun_i", "I" + word.text[1:])
        elif word.text.islower() and word.text in _proper() and word.text not in names:
            yield Fault(word.start, word.end, "name_capital", word.text.capitalize())
    first = words[0].text if opens and len(words) > 2 else ""
    if first.isalpha() and first.islower() and first not in names | listed("shop_words") and first != "i":
        yield Fault(words[0].start, words[0].end, "sentence_capital", first.capitalize())


@cache
def _idioms() -> frozenset[str]:
    return frozenset(re.sub(r"\s+", " ", part).strip() for part in str(lists()["article_idioms"]).split("|"))


def _articles(words: Sequence[Word]) -> Iterator[Fault]:
    bare, calls = listed("bare_never"), listed("calls_for_article")
    for number, word in enumerate(words):
        one = (
            word.low == "one"
            and number > 0
            and words[number - 1].low in ("new", "better", "different", "bigger", "smaller")
        )
        fresh = number > 0 and words[number - 1].low in calls and word.may("cx") and not word.may("kmVZGNARF")
        if (
            not one
            and not fresh
            and (word.low not in bare or word.may("VZ") or (word.text[0].isupper() and number > 0))
        ):
            continue
        after = words[number + 1] if number + 1 < len(words) else None
        if after is not None and (
            after.may("ckmxAnQ") or after.low in ("and", "or", "/", "-", "'", "#", "&", '"', ":", "no")
        ):
            continue
        first = number
        while first > 0 and words[first - 1].may("J") and not words[first - 1].may("DPOBR"):
            first -= 1
        before = words[first - 1] if first else None
        if before is None or before.low in ("because", "but", "if", "when"):
            if before is None and first == number and not (after and after.may("BMH") and not after.may("V")):
                continue
            if not (after and after.may("BMHZ")):
                continue
        elif not _opens_noun(before, words[first - 2] if first > 1 else None, word.low):
            continue
        yield Fault(words[first].start, word.end, "missing_article", None)


def _opens_noun(before: Word, previous: Word | None, noun: str) -> bool:
    """A noun phrase without determiner begins right after ``before``: a plain verb or a preposition."""
    if before.may("O") and previous is not None and previous.low in listed("giving"):
        return True
    if before.may("ckmxJDPQnTRFCA") and before.low != "is":
        return False
    if f"{before.low} {noun}" in _idioms() or (
        before.low in listed("naming") and noun not in ("color", "colour", "size")
    ):
        return False
    if previous is not None and (previous.may("DJnX") or (before.low == "of" and previous.low in listed("kinds"))):
        return False
    if before.may("I"):
        return before.low in ("of", "for", "from", "with", "to", "in", "on", "at", "about") and noun not in ("notice",)
    return before.may("VZEG") or (
        before.low in ("is", "was", "have", "has") and noun not in ("refund", "color", "size", "colour")
    )


def _finite_at(words: Sequence[Word], number: int) -> bool:
    while number < len(words) and words[number].may("R") and not words[number].may("BHMY"):
        number += 1
    return number < len(words) and words[number].may(_FINITE) and words[number].low != "being"


def _starts_clause(words: Sequence[Word], number: int) -> bool:
    """A full clause begins at this word: subject, then a finite verb."""
    word = words[number]
    if word.low in ("i", "we", "you", "they", "he", "she", "it") and number + 1 < len(words):
        return _finite_at(words, number + 1) and words[number + 1].low not in listed("opinion_words")
    if word.may("P") and word.may("MHB"):
        return word.low not in ("i'm", "who's")
    if word.may("B") and word.low in ("it's", "we're", "they're", "you're", "he's", "she's"):
        return True
    if word.low in ("the", "your", "our", "this", "my"):
        noun = number + 1
        while noun < len(words) and words[noun].may("J") and not words[noun].may("ckm"):
            noun += 1
        return noun + 1 < len(words) and words[noun].may("ckmx") and words[noun + 1].may("BHM")
    return False


def _stands_alone(words: Sequence[Word]) -> bool:
    """The words before the comma are a full sentence by themselves, not an opener, a condition or a list."""
    if len(words) < 3 or words[0].low in listed("openers"):
        return False
    if words[0].low in ("it's", "we're", "they're"):
        return True
    if words[0].may("SWIGCBHMYR") and not words[0].may("P"):
        return False
    if (
        words[0].may("S")
        or words[0].low in ("to", "had", "should")
        or any(w.low in listed("opinion_words") for w in words[-2:])
    ):
        return False
    return any(_starts_clause(words, n) for n in range(min(3, len(words))))


def _splices(words: Sequence[Word]) -> Iterator[Fault]:
    found: list[tuple[int, int]] = []
    start = 0
    whole = bool(words) and not words[0].may("SW") and words[0].low not in ("please", "as")
    for number, word in enumerate(words):
        if word.text in (";", ":", "-", "(", ")"):
            start = number + 1
        elif word.text in (",", "，"):
            right = number + 1
            later = range(right, len(words) - 1)
            listing = any(words[n].text == "," and words[n + 1].low in ("and", "or", "but") for n in later)
            if (
                whole
                and not listing
                and right < len(words)
                and _starts_clause(words, right)
                and _stands_alone(words[start:number])
            ):
                found.append((number, min(right + 2, len(words))))
            start = right
    if found:
        yield Fault(words[found[0][0]].start, words[found[0][1] - 1].end, "splice", None, len(found) >= 3)


def _verbless(sentence: str, words: Sequence[Word]) -> Iterator[Fault]:
    plain = [w for w in words if w.text[0].isalpha()]
    lower = [w for w in plain if w.text[0].islower()]
    if len(plain) < 4 or len(lower) * 2 < len(plain) or sentence.rstrip().endswith((":", "?", "：", ",")):
        return
    if plain[0].low in listed("no_verb_needed") or _BULLET.match(sentence) or "?" in sentence or ":" in sentence:
        return
    if any(w.may(_FINITE) or "X" in w.classes for w in words if not w.may("A") or w.may("BHMY")):
        return
    state = any(w.low in ("now", "still", "already", "yet") for w in plain)
    subject = plain[0].may("D") and plain[1].may("ck") and plain[2].low in ("in", "at", "on", "still", "already", "not")
    bare = any(True for _ in _articles(words))
    if bare or (subject and state):
        yield Fault(plain[0].start, plain[-1].end, "no_verb", None, bare and len(plain) >= 6)
