"""Which sizes the card lets one advise, and whether a sentence advises a size or only speaks of it."""

from __future__ import annotations

import re

from reading.card import Card, Entry
from reading.compare import size_name
from reading.piece import Piece
from reading.subjects import pattern

_PART = re.compile(r"[,;:()。，；：（）]|\s(?:while|but|whereas)\s|而|但")
_LETTER = re.compile(r"(?<![A-Za-z0-9'’&.-])((?:\d?X{1,3}|[2-5]X)?[SML])(?![A-Za-z0-9'’&-]|\.[A-Za-z])")


def system(name: str) -> str:
    """Letters or numbers: a size of one system says nothing of the other."""
    return "number" if any(sign.isdigit() for sign in size_name(name).removesuffix("XL")) else "letter"


def advisable(card: Card, kind: str) -> tuple[frozenset[str], Entry | None]:
    """The sizes of ``kind`` (letter or number) that fit this buyer, with the fact that says so; none when unknown.

    A fact that gives a size for a measure names the fitting one first; a fact with one size alone names it, too,
    where no fact has measures.
    """
    facts: dict[str, list[Entry]] = {}
    for entry in card.entries:
        if entry.firm and entry.value.kind == "size":
            facts.setdefault(entry.fact, []).append(entry)
    measured = {e.fact for e in card.entries if e.firm and e.value.kind == "measure"}
    own = {name: [e for e in of if system(str(e.value.value)) == kind] for name, of in facts.items()}
    by_measure = [of[0] for name, of in own.items() if of and name in measured]
    alone = [of[0] for name, of in own.items() if len(of) == 1]
    fits = by_measure or (alone if len({size_name(str(e.value.value)) for e in alone}) == 1 else [])
    return frozenset(size_name(str(e.value.value)) for e in fits), fits[0] if fits else None


def advised(piece: Piece, start: int) -> bool:
    """True when the part of the clause at ``start`` advises a choice ("take size 02"), and does not warn of it."""
    text = piece.clause.text
    left = max((m.end() for m in _PART.finditer(text, 0, start)), default=0)
    stop = _PART.search(text, start)
    part = text[left : stop.start() if stop else None]
    return pattern("advice").search(part) is not None and not pattern("warning").search(part)


def letters(piece: Piece) -> list[tuple[int, int]]:
    """Where a clause that advises names sizes by a lone letter: "M or L should both be OK"."""
    return [m.span() for m in _LETTER.finditer(piece.clause.text) if advised(piece, m.start())]
