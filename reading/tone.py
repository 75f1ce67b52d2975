"""Signs of tone: what this buyer would feel, each with the words (guide B2 TON). Lists are in ``tone.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .clauses import Clause
from .lexicon import lexicon, pattern
from .nouns import Brief, Made, Move, Signal, Span
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
_WORD = re.compile(r"[a-z][a-z'-]{2,}|[\u4e00-\u9fff]{2}")
_SORRY = re.compile(r"\bsorry\b|\bapolog\w+|\bforgive\w*|抱歉|对不起|不好意思|致歉", re.I)
_HELLO = re.compile(r"你好|您好|亲(?![自切手])|\b(?:hi|hello|good (?:morning|evening|day)|evening|morning)\b", re.I)
_INVITES = re.compile(r"\b(?:leave|share|write|post|give|rate|tell other)\b|评价|晒", re.I)
_KINDLY = re.compile(r"worry|担心", re.I)


@cache
def _signs() -> dict[str, re.Pattern[str]]:
    return {code: pattern("|".join(f"(?:{p})" for p in found)) for code, found in lexicon("tone")["signs"].items()}


@cache
def _generic() -> frozenset[str]:
    return frozenset(w for line in lexicon("tone")["generic_words"] for w in line.split())


def situation_words(brief: Brief) -> frozenset[str]:
    """The words that are this buyer's own: what she wrote, less what any buyer writes."""
    said = " ".join(line.text for line in brief.thread if line.sender == "buyer").casefold()
    return frozenset(_stems(said))


def _stems(text: str) -> set[str]:
    words: set[str] = set()
    for run in re.findall(r"[a-z][a-z'-]{3,}", text.casefold()):
        if run not in _generic():
            words.add(run.removesuffix("'s")[:6])
    for run in re.findall(r"[\u4e00-\u9fff]+", text):
        words |= {run[i : i + 2] for i in range(len(run) - 1)}
    return words


def signals_in(
    text: str, sentences: Sequence[Span], clauses: Sequence[Clause], moves: Sequence[Made], brief: Brief
) -> tuple[Signal, ...]:
    """The signs of tone in ``text``, good and bad, in the order of the text."""
    found = [s for sentence in sentences for s in _bad(text, sentence, clauses, moves, brief)]
    found += _situation(text, sentences, moves, brief)
    found += [Signal(code="takes_share", span=m.span) for m in moves if m.move in (Move.OWN, Move.APOLOGIZE)]
    softening = pattern("|".join(lexicon("tone")["soften"]))
    if hit := softening.search(text):
        found.append(Signal(code="softens", span=Span(start=hit.start(), end=hit.end())))
    found += _shouting(text, brief)
    sorry = list(_SORRY.finditer(text))
    if len(sorry) >= APOLOGIES_TOO_MANY:
        found.append(Signal(code="servile", span=Span(start=sorry[-1].start(), end=sorry[-1].end())))
    if sentences and _flat(text, moves, brief):
        found.append(Signal(code="flat", span=sentences[0]))
    if brief.stage in OPEN_TROUBLE and not brief.solved:
        asks = [m.span for m in moves if m.move is Move.FEEDBACK_NEUTRAL and _INVITES.search(m.span.of(text))]
        found += [Signal(code="ill_timed_feedback", span=span) for span in asks]
    return tuple(sorted(found, key=lambda s: (s.span.start, s.code)))


def _bad(
    text: str, sentence: Span, clauses: Sequence[Clause], moves: Sequence[Made], brief: Brief
) -> list[Signal]:
    words = sentence.of(text)
    mine = [c for c in clauses if sentence.start <= c.span.start < sentence.end]
    if mine and all(c.quoted for c in mine):
        return []
    found = []
    for code, listed in _signs().items():
        hit = listed.search(words)
        if not hit or (code == "dismissive" and _helps(sentence, words, moves)):
            continue
        if code in ("blame", "guilt") and _disclaimed(words):
            continue
        if code == "dismissive" and brief.stage not in OPEN_TROUBLE and _KINDLY.search(hit.group()):
            continue
        if code == "push" and any(c.mood == "conditional" and hit.group() in c.text for c in mine):
            continue
        span = Span(start=sentence.start + hit.start(), end=sentence.start + hit.end())
        found.append(Signal(code=code, span=span))
    return found


def _helps(sentence: Span, words: str, moves: Sequence[Made]) -> bool:
    """ "Don't worry, a new one ships tomorrow": kind words before help are no brush-off; "just wait" always is."""
    if re.search(r"\bjust wait|wait (?:patiently|some more)|calm down|no big deal|耐心等待|再等等|没办法", words, re.I):
        return any(m.move in HELPFUL - {Move.ACTION} and sentence.start <= m.span.start < sentence.end for m in moves)
    near = [m for m in moves if m.move in HELPFUL | {Move.STATUS} and abs(m.span.start - sentence.start) < 400]
    return bool({m.move for m in near} - {Move.STATUS}) or len(near) > 1


def _disclaimed(words: str) -> bool:
    """ "It is not your fault", "entirely our mistake": the seller takes it on himself."""
    return bool(
        re.search(
            r"\bnot your (?:fault|mistake)|\b(?:our|my) (?:own )?(?:fault|mistake|responsibility)(?! )", words, re.I
        )
    ) and not re.search(r"\bnot (?:our|my)\b", words, re.I)


def _flat(text: str, moves: Sequence[Made], brief: Brief) -> bool:
    """No word of a person to a person: no greeting, thanks, apology or closing, no name, nothing of what she wrote."""
    if {m.move for m in moves} & set(WARM) or _named(text, brief) or _HELLO.search(text):
        return False
    return len(_stems(text) & situation_words(brief)) < 2


def _named(text: str, brief: Brief) -> bool:
    names = [w for w in re.split(r"[\s,]+", brief.buyer_name) if len(w) > 1]
    return any(re.search(rf"(?<!\w){re.escape(n)}", text, re.I) for n in names) or (
        bool(HAN.search(brief.buyer_name)) and brief.buyer_name[:1] in text[:12]
    )


def _situation(text: str, sentences: Sequence[Span], moves: Sequence[Made], brief: Brief) -> list[Signal]:
    """Where this buyer's own situation is named. In trouble it takes more than the name of the thing she bought."""
    things = _stems(" ".join(f.text for f in brief.order if f.id.startswith("item")))
    own = situation_words(brief) - things
    acts = pattern("|".join(f"(?:{p})" for p in lexicon("tone")["situation"]))
    needed = 2 if brief.language == "zh" else 1
    for first, sentence in enumerate(sentences):
        second = sentences[first + 1] if first + 1 < len(sentences) else sentence
        both = Span(start=sentence.start, end=second.end)
        made = {m.move for m in moves if both.start <= m.span.start < both.end}
        felt = Move.EMPATHIZE in made or Move.RESTATE in made or Move.APOLOGIZE in made
        shared = _stems(sentence.of(text)) & own
        if len(shared) >= needed and (felt or acts.search(both.of(text))):
            return [Signal(code="names_situation", span=sentence)]
    calm = brief.stage not in OPEN_TROUBLE
    if calm and sentences and len(_stems(text) & situation_words(brief)) >= 2 and _named(text, brief):
        return [Signal(code="names_situation", span=sentences[0])]
    return []


def _shouting(text: str, brief: Brief) -> list[Signal]:
    known = " ".join([*(f.text for f in brief.facts), *(f.text for f in brief.order), *(m.text for m in brief.thread)])
    allowed = re.compile(lexicon("tone")["shouting_ok"])
    return [
        Signal(code="caps", span=Span(start=m.start(), end=m.end()))
        for m in re.finditer(r"(?<![\w-])[A-Z]{4,}(?![\w-])", text)
        if not allowed.fullmatch(m.group()) and m.group() not in known
    ]
