"""Edge cases of guide B6 that need only the text and the card: what cannot be rated, what is not the student's own.

Cues are data (``edges.yaml``). Every function takes plain text and gives spans of it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from .clauses import Clause
from .lexicon import lexicon, pattern
from .nouns import Brief, Flag, Flagged, Lang, Span
from .sought import Sought
from .text import HAN, LATIN, han_share

WORDS_AT_LEAST = 3  # row 1
COPIED = 0.7  # row 3: share of 5-grams from the thread
OWN_WORDS = 15  # row 3
FOREIGN_WHOLE, FOREIGN_PART = 0.5, 0.1  # row 4
TEMPLATE = 0.8  # row 7
GRAM = 5
_FOREIGN = r"[\u3400-\u9fff\u0400-\u04ff\u3040-\u30ff\uac00-\ud7af]+"
_CODED = re.compile(r"[A-Za-z0-9+/]{24,4000}={0,2}")
_TOKEN = re.compile(r"[A-Za-z0-9']+|[\u4e00-\u9fff]")
_MASH = re.compile(
    r"(.)\1{3,}|[bcdfghjklmnpqrstvwxz]{6,}|qwer|asdf|zxcv|hjkl|uiop|^jkl$|^[bcdfghjklmnpqrstvwxz]{4,}$", re.I
)


@cache
def _cues(name: str) -> Sought:
    return pattern("|".join(f"(?:{p})" for p in lexicon("edges")[name]))


def _cue(name: str) -> Sought:
    return pattern(lexicon("edges")[name])


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(lexicon("edges")[name].split())


def find(name: str, text: str) -> tuple[Span, ...]:
    """Spans of every cue in the list ``name``: injection, to_teacher, slots, attachment."""
    return tuple(Span(start=m.start(), end=m.end()) for m in _cues(name).finditer(text) if m.group().strip())


def blanked(text: str, spans: Iterable[Span]) -> str:
    """``text`` with blanks in place of ``spans``, so that every other offset stays."""
    chars = list(text)
    for span in spans:
        for i in range(span.start, min(span.end, len(chars))):
            if chars[i] != "\n":
                chars[i] = " "
    return "".join(chars)


def injections(text: str) -> tuple[Span, ...]:
    """Row 11: what is addressed to a grader, widened to its brackets or sentence so that it can be taken out."""
    coded = [Span(start=m.start(), end=m.end()) for m in _CODED.finditer(text) if _hides(m.group())]
    return (*(_widened(text, span) for span in find("injection", text)), *coded)


def _hides(token: str) -> bool:
    """Whether a run of letters is base64 of words meant for a grader."""
    try:
        words = base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode("utf-8")
    except ValueError:  # no base64, or no text in it
        return False
    return bool(_cues("injection").search(words))


def _widened(text: str, span: Span) -> Span:
    for left, right in ("[]", "()", "{}", "<>"):
        a, b = text.rfind(left, 0, span.start + 1), text.find(right, span.end - 1)
        if a >= 0 and b >= 0 and right not in text[a : span.start] and b - a < 600:
            return Span(start=a, end=b + 1)
    a = max((text.rfind(c, 0, span.start) for c in ".!?\n。！？"), default=-1) + 1
    ends = [i for c in ".!?\n。！？" if (i := text.find(c, span.end)) >= 0]
    return Span(start=a, end=min(ends) + 1 if ends else len(text))


def empty(text: str, language: Lang) -> bool:
    """Row 1: fewer than three words, keystrokes, repeated letters, nothing that is a word."""
    words = re.findall(r"[A-Za-z']+", text)
    han = len(HAN.findall(text))
    if han >= 4 and len(set(HAN.findall(text))) < 3:
        return True
    if len(words) + han / 2 < WORDS_AT_LEAST:
        return not (language == "zh" and han >= 4)
    if han >= 4:
        return False
    if len(words) >= 4 and len({w.casefold() for w in words}) <= len(words) / 4:
        return True
    bad = sum(bool(_MASH.search(w)) for w in words)
    known = sum(w.casefold() in _list("function_words") for w in words)
    return bad / len(words) > 0.5 or (len(words) >= 5 and not known and not topical(text))


def topical(text: str) -> bool:
    """Whether a word of the trade stands in the text."""
    lower = text.casefold()
    return any(w in lower for w in _list("topic")) or any(w in text for w in _list("topic_zh"))


def _grams(tokens: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + GRAM]) for i in range(len(tokens) - GRAM + 1)}


@lru_cache(maxsize=512)
def _grams_of(text: str) -> frozenset[tuple[str, ...]]:
    """The 5-grams of a letter or a message of the thread: the same ones are asked for reply after reply."""
    return frozenset(_grams([m.group() for m in _TOKEN.finditer(text.casefold())]))


def copied(text: str, sources: Iterable[str]) -> tuple[float, int, tuple[Span, ...]]:
    """Row 3: share of 5-grams taken from ``sources`` (0 to 1), words of one's own, and the copied runs (8 words up)."""
    hits = list(_TOKEN.finditer(text.casefold()))
    tokens = [m.group() for m in hits]
    known: set[tuple[str, ...]] = set()
    for source in sources:
        known |= _grams_of(source)
    marked = [False] * len(tokens)
    count = 0
    for i in range(len(tokens) - GRAM + 1):
        if tuple(tokens[i : i + GRAM]) in known:
            count += 1
            marked[i : i + GRAM] = [True] * GRAM
    share = count / max(1, len(tokens) - GRAM + 1)
    runs: list[Span] = []
    start: int | None = None
    for i, mark in enumerate([*marked, False]):
        if mark and start is None:
            start = i
        elif not mark and start is not None:
            if i - start >= GRAM + 3:
                runs.append(Span(start=hits[start].start(), end=hits[i - 1].end()))
            start = None
    return share, marked.count(False), tuple(runs)


def foreign_share(text: str, language: Lang) -> float:
    """Share of letters that are not of the thread's language, 0 to 1 (row 4)."""
    if language == "zh":
        return 1 - han_share(text) if LATIN.search(text) else 0.0
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return 0.0
    others = sum(1 for c in letters if not LATIN.match(c) and not HAN.match(c))
    words = re.findall(r"[A-Za-z\u00c0-\u024f']+", text)
    ours = any(w.casefold() in _list("function_words") for w in words)
    if len(words) >= 6 and not ours and len(_cue("other_tongues").findall(text)) >= 3:
        return 1.0
    return max(han_share(text), others / len(letters))


def foreign_runs(text: str, language: Lang) -> tuple[Span, ...]:
    """The runs of letters that are not of the thread's language; Latin names and codes in Chinese are none."""
    if language == "zh":
        runs = re.finditer(r"(?:[A-Za-z']+[ ,]+){4,}[A-Za-z']+", text)
    else:
        runs = re.finditer(
            r"[\u3400-\u9fff\u0400-\u04ff\u3040-\u30ff\uac00-\ud7af]+(?:[，。！？、,.!?\s]*[\u3400-\u9fff]+)*", text
        )
    return tuple(Span(start=m.start(), end=m.end()) for m in runs)


def pasted(text: str, letters: Iterable[str]) -> bool:
    """Row 7: at least 80 % of its 5-grams stand in one model letter."""
    tokens = [m.group() for m in _TOKEN.finditer(text.casefold())]
    mine = _grams(tokens)
    if len(mine) < GRAM:
        return False
    return any(len(mine & _grams_of(letter)) / len(mine) >= TEMPLATE for letter in letters)


def contradiction(clauses: Sequence[Clause]) -> Span | None:
    """Row 10: a remedy promised outright in one clause and refused outright in another."""
    outright = [c for c in clauses if not c.quoted and not c.under and c.mood == "asserted"]
    ours = [c for c in outright if c.actor in ("seller", None)]
    for words in lexicon("edges")["remedies"].values():
        about = [c for c in ours if pattern(words).search(c.text)]
        granted = [c for c in about if c.polarity == "affirmed" and _cue("commits").search(c.text)]
        refused = [c for c in about if c.polarity == "negated"]
        refused = [c for c in refused if not (_cue("limited").search(c.text) or _cue("tried").search(c.text))]
        if granted and refused:
            return refused[0].span
    return None


def refusals(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses that refuse a remedy for good, where no other clause speaks of giving one.

    Not what is put off ("not before 21 June"), nor what the carrier failed to do.
    """
    if any(c.polarity == "affirmed" and not c.quoted and _cue("gives").search(c.text) for c in clauses):
        return ()
    denied = [c for c in clauses if c.polarity == "negated" and not c.quoted and c.mood == "asserted"]
    denied = [c for c in denied if c.actor in ("seller", "buyer", None)]
    denied = [c for c in denied if not (_cue("for_now").search(c.text) or _cue("tried").search(c.text))]
    return tuple(c for c in denied if any(pattern(p).search(c.text) for p in lexicon("edges")["remedies"].values()))


def attachment_missing(text: str, brief: Brief) -> Span | None:
    """Row 14: "see the attached photo" where nothing is attached and neither card nor buyer has one."""
    card = " ".join([*(f.text for f in brief.facts), *(t.text for t in brief.tasks), *brief.must_not])
    if brief.attachments or _cues("attachment").search(card) or _cue("enclosures").search(card):
        return None
    spans = find("attachment", text)
    buyers = " ".join(line.text for line in brief.thread)
    return spans[0] if spans and not _cue("enclosures").search(buyers) else None


def personal_data(text: str) -> Span | None:
    """Row 18: a Chinese mobile number or identity number of the trainee."""
    found = re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)", text)
    return Span(start=found.start(), end=found.end()) if found else None


def flag(name: Flag, span: Span, note: str = "") -> Flagged:
    """A flag raised by ``span``."""
    return Flagged(flag=name, span=span, note=note)
