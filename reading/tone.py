"""Signs of tone: what this buyer would feel, each with the words (guide B2 TON). Lists are in ``tone.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from .clauses import Clause
from .courtesies import named_in
from .lexicon import lexicon, pattern
from .nouns import Brief, Heard, Made, Move, Signal, Span
from .sought import Sought
from .text import HAN

HELPFUL = frozenset(
    {
        Move.REFUND_FULL, Move.REFUND_PART, Move.REPLACE, Move.RETURN, Move.OPTIONS, Move.ACTION, Move.DEADLINE,
        Move.COUNTER, Move.HOWTO, Move.ASK_INFO,
    }
)  # fmt: skip
WARM = (Move.GREET, Move.THANK, Move.APOLOGIZE, Move.EMPATHIZE, Move.CLOSE, Move.OWN)
OPEN_TROUBLE = ("after-sale", "dispute", "feedback")
APOLOGIES_TOO_MANY = 4  # guide B2: "four-fold apology"
CURT = {"en": 20, "zh": 20}  # words, characters: a shorter reply without a kind word is flat
_SORRY = re.compile(r"\bsorry\b|\bapolog\w+|\bforgive\w*|抱歉|对不起|不好意思|致歉", re.I)
_HELLO = re.compile(r"你好|您好|亲(?![自切手])|\b(?:hi|hello|good (?:morning|evening|day)|evening|morning)\b", re.I)
_GREETED = re.compile(r"^\s*dear\b|[您亲]", re.I)
_INVITES = re.compile(r"\b(?:leave|share|write|post|give|rate|tell other)\b|评价|晒", re.I)
_HERS = re.compile(
    r"\b(?:no|any) (?:difference|bearing|effect|need)|\bup to you\b|"
    r"\b(?:doesn't|does not|won't|not) (?:depend|affect|change)|"
    r"\b(?:is|are) (?:entirely )?yours\b|\bwhatever you\b|由您|看您|不影响|与评价无关",
    re.I,
)
_KINDLY = re.compile(r"worry|担心|别急|着急", re.I)
_PERSON = re.compile(r"\b(?:i|we|you|your|our|us|me|let's)\b|\b(?:i|we|you)['’]", re.I)
_KIND_ZH = re.compile(
    r"[您亲哦呢啦哈呀哟哒~～]|老板|对不|请|麻烦|谢|抱歉|不好意思|对不起|欢迎|朋友|同学|老顾客|给你|帮你|难怪|该挨|[\U0001f600-\U0001f64f]"
)


@cache
def _listed(group: str) -> dict[str, Sought]:
    return {code: pattern("|".join(f"(?:{p})" for p in found)) for code, found in lexicon("tone")[group].items()}


def signals_in(
    text: str,
    sentences: Sequence[Span],
    clauses: Sequence[Clause],
    moves: Sequence[Made],
    brief: Brief,
    courtesies: Sequence[Signal],
    manners: Sequence[Heard] = (),
) -> tuple[Signal, ...]:
    """The signs of tone in ``text``, good and bad, in the order of the text."""
    kinds = {s.code: s.span for s in courtesies}
    found = [s for sentence in sentences for s in _bad(text, sentence, clauses, moves, brief)]
    found += _situation(kinds, sentences, brief) if sentences else []
    found += _sounds(manners)
    found += [Signal(code="takes_share", span=m.span) for m in moves if m.move in (Move.OWN, Move.APOLOGIZE)]
    found += [Signal(code="softens", span=kinds["softens"])] if "softens" in kinds else []
    found += _habits(text) + _shouting(text, brief)
    sorry = list(_SORRY.finditer(text))
    if len(sorry) >= APOLOGIES_TOO_MANY:
        found.append(Signal(code="servile", span=Span(start=sorry[-1].start(), end=sorry[-1].end())))
    if sentences and (_flat(text, moves, brief) or _curt(text, brief)):
        found.append(Signal(code="flat", span=sentences[0]))
    if brief.stage in OPEN_TROUBLE and not brief.solved:
        asks = [m.span for m in moves if m.move is Move.FEEDBACK_NEUTRAL and _invites(m.span.of(text))]
        found += [Signal(code="ill_timed_feedback", span=span) for span in asks]
    return tuple(sorted(found, key=lambda s: (s.span.start, s.code)))


def _invites(words: str) -> bool:
    """ "You can share it in a review" invites; "your review is up to you and changes nothing" leaves it to her."""
    return bool(_INVITES.search(words)) and not _HERS.search(words)


def _situation(kinds: Mapping[str, Span], sentences: Sequence[Span], brief: Brief) -> list[Signal]:
    """Where this buyer's own situation is named, and whether enough courtesy goes with it (guide B2, TON 4).

    No one sign makes a letter to this buyer: her circumstance, her words, what she feels, one's own "I", her name and
    a softened request count together (the weights are in ``tone.yaml``), more of them where one voice is no person's.
    """
    weights = lexicon("tone")["personal"][brief.language]
    total = sum(weight for kind, weight in weights.items() if kind in kinds)
    named = kinds.get("circumstance") or kinds.get("her_words") or kinds.get("felt")
    if total < lexicon("tone")["personal_from"][brief.language]:
        return []
    return [Signal(code="names_situation", span=named or sentences[0])]


def _sounds(manners: Sequence[Heard]) -> list[Signal]:
    """What the heads hear clearly. A head alone never accuses: these signs make a reply cold and no worse."""
    listed = lexicon("tone")["sounds"]
    return [Signal(code=listed[h.manner]["sign"], span=h.span) for h in manners if h.chance >= _least(listed, h.manner)]


def _least(listed: Mapping[str, Any], manner: str) -> float:
    return float(listed[manner]["from"]) if manner in listed else 2.0


def _habits(text: str) -> list[Signal]:
    """Signs that only a second one makes: officialese, and phrases that fit any letter."""
    found = []
    for code, listed in _listed("often").items():
        hits = list(listed.finditer(text))
        if len({h.group().casefold() for h in hits}) > 1:
            found.append(Signal(code=code, span=Span(start=hits[0].start(), end=hits[0].end())))
    return found


def _bad(text: str, sentence: Span, clauses: Sequence[Clause], moves: Sequence[Made], brief: Brief) -> list[Signal]:
    words = sentence.of(text)
    mine = [c for c in clauses if sentence.start <= c.span.start < sentence.end]
    if mine and all(c.quoted for c in mine):
        return []
    found = []
    for code, hit in _signs(words):
        said = hit.of(words)
        if _excused(code, said, words, sentence, moves, brief):
            continue
        if code == "push" and any(c.mood == "conditional" and said in c.text for c in mine):
            continue
        span = Span(start=sentence.start + hit.start, end=sentence.start + hit.end)
        found.append(Signal(code=code, span=span))
    return found


@lru_cache(maxsize=4096)
def _signs(words: str) -> tuple[tuple[str, Span], ...]:
    """The bad signs in the words of one sentence; remembered, since an edit leaves the other sentences alone."""
    hits = ((code, listed.search(words)) for code, listed in _listed("signs").items())
    return tuple((code, Span(start=hit.start(), end=hit.end())) for code, hit in hits if hit)


def _excused(code: str, said: str, words: str, sentence: Span, moves: Sequence[Made], brief: Brief) -> bool:
    """Whether what is around the words takes the sting out of them."""
    if code in ("blame", "denial", "excuse", "guilt", "pleading") and _disclaimed(words):
        return True
    if code == "denial":  # before the sale "colours may differ a little" is honest
        return brief.stage not in OPEN_TROUBLE
    if code == "hurry":
        return brief.stage == "marketing" and "miss" in said.casefold()
    if code == "chatty" and brief.stage not in OPEN_TROUBLE:
        buyer = " ".join(line.text for line in brief.thread if line.sender == "buyer")
        return brief.language == "zh" or bool(_listed("signs")["chatty"].search(buyer))
    if code == "dismissive":
        calm = brief.stage not in OPEN_TROUBLE and bool(_KINDLY.search(said))
        return calm or _helps(sentence, words, moves)
    return False


def _helps(sentence: Span, words: str, moves: Sequence[Made]) -> bool:
    """ "Don't worry, a new one ships tomorrow": kind words before help are no brush-off; "just wait" always is."""
    if re.search(lexicon("tone")["never_kind"], words, re.I):
        return any(m.move in HELPFUL - {Move.ACTION} and sentence.start <= m.span.start < sentence.end for m in moves)
    near = [m for m in moves if m.move in HELPFUL | {Move.STATUS} and abs(m.span.start - sentence.start) < 400]
    return bool({m.move for m in near} - {Move.STATUS}) or len(near) > 1


def _disclaimed(words: str) -> bool:
    """ "It is not your fault", "entirely our mistake": the seller takes it on himself."""
    return bool(
        re.search(
            r"\bnot your (?:fault|mistake)|\b(?:our|my) (?:\w+(?:'s)? ){0,2}(?:fault|mistake|error|responsibility)\b",
            words,
            re.I,
        )
    ) and not re.search(r"\b(?:not|isn't|never) (?:our|my)\b", words, re.I)


def _flat(text: str, moves: Sequence[Made], brief: Brief) -> bool:
    """No word of a person to a person: no greeting, thanks, apology or closing, no name, nobody spoken to."""
    if named_in(text, brief) or _HELLO.search(text):
        return False
    if brief.language == "zh":
        return not _KIND_ZH.search(text)
    return not {m.move for m in moves} & set(WARM) or len(_PERSON.findall(text)) < 2


def _curt(text: str, brief: Brief) -> bool:
    """A few words thrown over: shorter than one full sentence, and neither name nor thanks in it."""
    size = len(HAN.findall(text)) if brief.language == "zh" else len(text.split())
    return size < CURT[brief.language] and not named_in(text, brief) and not _GREETED.search(text)


def _shouting(text: str, brief: Brief) -> list[Signal]:
    known = " ".join([*(f.text for f in brief.facts), *(f.text for f in brief.order), *(m.text for m in brief.thread)])
    allowed = re.compile(lexicon("tone")["shouting_ok"])
    return [
        Signal(code="caps", span=Span(start=m.start(), end=m.end()))
        for m in re.finditer(r"(?<![\w-])[A-Z]{4,}(?![\w-])", text)
        if not allowed.fullmatch(m.group()) and m.group() not in known
    ]
