"""A model sentence for one fault, built from the facts of the case (guide B8: not before the second try).

One sentence, never the answer to the whole letter. Without a brief, or where no frame can be filled, there is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from reading import circumstances
from reading.nouns import Brief, Fact, Move, Reading, Slip, Span

LONGEST = 150  # characters of a fact told in one sentence
HERS = (3, 14)  # words of a circumstance of hers that fit into a sentence
OFFERS = frozenset({"V09", "V11", "V13", "V14", "guilt", "pleading", "contradiction"})  # a remedy is what helps here
REMEDY = (Move.REFUND_FULL, Move.REPLACE, Move.REFUND_PART, Move.RETURN, Move.OPTIONS, Move.COUNTER)
_PLACE = re.compile(r"\{(\w+)\}")
_ASIDE = re.compile(
    r"(?<!if )\b(?:he|she|the buyer) (?:asks|asked|wants|offers|demands|threatens|says)\b"
    r"|\bnot known yet\b|(?:买家|她|他)(?:要|想)",
    re.I,
)
_NOT = re.compile(r"\b(?:not|no|never|cannot|nothing|without)\b|不|没|无", re.I)
_CUT = re.compile(r"[.!?;,]\s+|\s(?:and|but|so|because)\s|[。！？；，]")
_HEAD = re.compile(r"^(?:方案[一二三]|步骤|proposal [A-C])[：:]\s*", re.I)
_VERB = re.compile(r"\b(?:she|he|the buyer(?! protection))(\s+)(\w+)", re.I)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|came|closes|starts|begins|needs|wants|loves|comes|goes"
    r"|\w{2,}ed|\w*[a-rt-z]es)\b",
    re.I,
)
_IRREGULAR = {"has": "have", "is": "are", "was": "were", "does": "do", "goes": "go"}
_HER = re.compile(
    r"\bher\b(?=\s+(?!(?:and|or|on|in|at|by|to|from|with|when|if|for|as|until|before|after|so)\b)\w)", re.I
)
_MINE = {"i": "you", "i'm": "you are", "i've": "you have", "my": "your", "me": "you", "we": "you", "our": "your",
         "us": "you", "am": "are", "mine": "yours"}  # fmt: skip


@cache
def _frames() -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("examples.yaml"))
    return found


def example(code: str, brief: Brief | None, about: Iterable[str] = (), move: Move | None = None) -> str:
    """A sentence without the fault ``code`` (or making ``move``) for this case; ``about`` names the facts it may tell.

    Empty when there is none to give.
    """
    if brief is None:
        return ""
    kind, name = ("moves", move.value) if move else ("faults", code)
    frames = _frames()[kind].get(name, {}).get(brief.language, ())
    wanted = set(_PLACE.findall(" ".join(frames)))
    places = {place: made for place in wanted if (made := _fill(place, code, brief, tuple(about), move))}
    fitting = (frame for frame in frames if set(_PLACE.findall(frame)) <= set(places))
    return next((frame.format(**places) for frame in fitting), "")


def corrected(reading: Reading, slip: Slip) -> str:
    """The student's own sentence with this slip mended; empty where no correction is certain."""
    sentence = next((s for s in reading.sentences if s.start <= slip.span.start and slip.span.end <= s.end), None)
    if slip.correction is None or sentence is None or slip.obscures or sentence.end - sentence.start > 2 * LONGEST:
        return ""
    text = reading.text
    return " ".join(
        (text[sentence.start : slip.span.start] + slip.correction + text[slip.span.end : sentence.end]).split()
    )


def _fill(place: str, code: str, brief: Brief, about: tuple[str, ...], move: Move | None) -> str:
    if place == "name":
        return brief.buyer_name.split()[0] if brief.buyer_name and brief.language == "en" else brief.buyer_name
    if place == "soon":
        return _day(brief.now.date() + dt.timedelta(days=1), brief.language)
    if place == "hers":
        return hers(brief) if brief.language == "en" else ""
    told = _facts(code, brief, about, move)
    if place == "code":
        return next((str(v.value) for f in told for v in f.values if v.kind == "code"), "")
    lines = [line for f in told if (line := to_her(f.text, brief.language))]
    if move is Move.OPTIONS and len(lines) > 1 and len(lines[0]) + len(lines[1]) < LONGEST:
        return (", or " if brief.language == "en" else "；或者").join(lines[:2])
    return next(iter(lines), "")


def _facts(code: str, brief: Brief, about: tuple[str, ...], move: Move | None) -> list[Fact]:
    """The facts named; for a fault without any those of the tasks: of an offer where one helps, else core ones first.

    A refusal begins with what is not possible, an offer with what is.
    """
    by_id = {fact.id: fact for fact in brief.facts}
    tasks = [t for t in brief.tasks if code not in OFFERS or any(m in REMEDY for m in t.by)]
    spare = () if move else tuple(n for t in sorted(tasks, key=lambda t: not t.core) for n in t.facts)
    found = [by_id[name] for name in about or spare if name in by_id]
    if code not in OFFERS and move not in (Move.DECLINE, *REMEDY):
        return found
    return sorted(found, key=lambda f: bool(_NOT.search(f.text)) is not (move is Move.DECLINE))


def _day(day: dt.date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B}"


def to_her(text: str, language: str) -> str:
    """A fact of the card said to the buyer herself; empty for a note that only concerns the agent."""
    if _ASIDE.search(text):
        return ""
    text = _HEAD.sub("", text.strip())
    cut = text if len(text) <= LONGEST else re.split(r"[;；]", text)[0]
    if len(cut) > LONGEST:
        return ""
    if language == "zh":
        return re.sub(r"(?<!所有)买家|[她他](?![们])", "您", cut).rstrip("。；，")
    said = _VERB.sub(lambda m: f"you{m[1]}{_base(m[2])}", cut.strip().rstrip("."))
    said = re.sub(
        r"\b(?:his|(?:the )?buyer's)\b|\bthe(?= buyer protection)", "your", _HER.sub("your", said), flags=re.I
    )
    said = re.sub(r"\b(?:her|him|the buyer(?! protection))\b", "you", said, flags=re.I)
    return re.sub(r"^(?:or|and) ", "", said)


def _base(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith(("ches", "shes", "sses", "xes")):
        return verb[:-2]
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us")) else verb


def hers(brief: Brief) -> str:
    """What she wrote about her own life, told back to her: "your mother's birthday is on Sunday"."""
    for line in reversed(brief.thread):
        for part in _CUT.split(line.text) if line.sender == "buyer" else ():
            words = part.strip(" .!?").split()
            whole = " ".join(words)
            if not HERS[0] <= len(words) <= HERS[1] or not re.match(r"(?:my|our|i|we)\b", whole, re.I):
                continue
            if words[0].lower() in ("my", "our") and not _SAYS.search(whole):
                continue  # "my first auction" is no sentence
            if "?" not in part and circumstances.named(whole, [Span(start=0, end=len(whole))], brief):
                return " ".join(_MINE.get(word.lower().replace("’", "'"), word) for word in words)
    return ""
