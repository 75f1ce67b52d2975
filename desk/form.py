"""Sentences of rated replies with what raters said of their language: the table that ``reading.wording`` learns from.

Beside it the weights that have not seen some cases: who trains on what the wording says must read with these.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.rated import load_set
from reading import wording
from reading.clauses import sentences
from reading.nouns import Lang
from reading.slips import words_in
from reading.text import plain
from scenarios.case import load_cases

HEAD = ("case", "lang", "slip", "level", "words", "text")
FOLDS = 6
Line = tuple[str, Lang, int, float, int, str]


@dataclass(frozen=True, eq=False)
class Worded:
    """Weights of wording that have not seen the replies of these cases."""

    cases: frozenset[str]
    weights: wording.Weights


def lines(sets: Sequence[Path]) -> Iterator[Line]:
    """One line a sentence of each graded reply: its case, whether a rater quoted a slip in it, the reply's mean LAN.

    Raises ContentError when a set does not fit its cases.
    """
    for path in sets:
        found = load_set(path)  # checks what is read again below, with the quotes
        language: dict[str, Lang] = {case.id: case.language for case in load_cases(found.cases)}
        for line in (path / "replies.jsonl").read_text(encoding="utf-8").splitlines():
            reply = json.loads(line)
            graded = [r for r in reply["ratings"] if r["status"] == "graded"]
            if graded:
                yield from _of_reply(reply, graded, language[reply["case_id"]])


def _of_reply(reply: dict[str, Any], graded: Sequence[dict[str, Any]], language: Lang) -> Iterator[Line]:
    text = plain(reply["text"]).text
    level = round(sum(rating["levels"]["LAN"] for rating in graded) / len(graded), 2)
    quotes = [slip["quote"] for rating in reply["ratings"] for slip in rating.get("slips", ())]
    places = [(at, at + len(q)) for q in map(_plain, quotes) if q and (at := text.find(q)) >= 0]
    for part in sentences(text):
        said = part.of(text).strip()
        if len(said) > 2:
            slip = any(start < part.end and part.start < end for start, end in places)
            yield reply["case_id"], language, int(slip), level, words_in(said, language), said


def _plain(quote: str) -> str:
    return plain(quote).text


def write(rows: Sequence[Line], out: Path = wording.FORM) -> None:
    """The table in the order of the sets; what was learnt from an older one is forgotten."""
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEAD)
        table.writerows(rows)
    wording.known.cache_clear()


def parts(rows: Sequence[Line]) -> tuple[Worded, ...]:
    """Weights of wording for each sixth of the cases, learnt from the others."""
    cases = sorted({row[0] for row in rows})
    out = [frozenset(cases[n::FOLDS]) for n in range(FOLDS)]
    return tuple(Worded(away, wording.learnt(away)) for away in out)
