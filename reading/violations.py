"""Breaches of the closed list V01 to V15 (guide B5b), each with the words and the pack's rule.

Cues are data (``violations.yaml``). Only the seller's own assertions count: what is denied, quoted or excused
does not fire. What the platform's pack makes of a code in this case's state travels in the Brief.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from .clauses import Clause, bare
from .closed import DEFAULT_SEVERITY
from .hints import Hinted, disowned, repeats, turn
from .lexicon import lexicon, pattern
from .nouns import Brief, Forbidden, Move, Severity, Span, Violation
from .sought import Sought

AT_THE_BUYER = ("V09", "V10", "V14")  # these are the seller's own whoever he speaks of
OWN_WAY = ("V06", "V07", "V11", "V15")  # looked for by functions of their own
OWN_ACT = (
    r"\b(?:i|we|amazon|ebay)(?:'ll|'ve|'d)?\s+(?:\w+\s+){0,3}(?:cancel|close|withdraw|drop)"
    r"|我们?(?:会|来|已经?|帮您|给您|马上)?(?:取消|关闭)"
)
COVERS = {  # lesser offence -> the greater ones in its sentence that it is part of
    "V02": ("V01", "V03", "V09"),
    "V03": ("V01", "V09"),
    "V06": ("V04",),
    "V07": ("V01", "V05", "V06"),
}
_DONT = re.compile(r"(?:\bnot|\bnever|n't|\bno need to|别|不要|不用|勿|不必)\W*(?:\w+\W+){0,2}$", re.I)
_LEFT = re.compile(
    r"别走|不走|绕[开过]|避开|跳过"
)  # "do not go through the platform" denies the platform, not the breach
_HOST = re.compile(r"[\w.-]*")
_NAME = re.compile(r"<(\w+)>")
_CARD_PROMO = re.compile(r"coupon|discount|voucher|promo|%\s?off|优惠|折|券|满减|活动", re.I)
_OFFER = re.compile(r"(\d+)\s?(?:%|percent|off)|([一二三四五六七八九\d.]+)\s?折", re.I)
_FORBIDS = re.compile(r"\b(?:no|not|never|forbid\w*|ban\w*|without)\b|不|禁", re.I)
_REVISION = re.compile(r"revis\w+ request|request\w* (?:a |to )?revis|修改请求", re.I)
_PAY_NAMES = re.compile(r"paypal|western union|bank transfer|moneybookers|skrill|wire|escrow|t/t", re.I)

Scores = Sequence[Mapping[str, float]]  # a trained head's score by sentence and code, empty without a model


@cache
def _cue(source: str) -> Sought:
    words: dict[str, str] = lexicon("violations")["words"]
    while _NAME.search(source):
        source = _NAME.sub(lambda m: words[m.group(1)], source)
    return pattern(source.replace("[^.!?]", "(?:[^.!?]|\\.\\d)"))  # the dot of $5.00 ends no sentence


def named_outright(code: str, words: str) -> bool:
    """Whether a cue of ``code`` itself, not a mere combination of hints, stands in ``words``."""
    return any(_cue(source).search(words) for source in lexicon("violations").get(code, {}).get("any", ()))


def rule_for(code: str, brief: Brief) -> Forbidden:
    """What the pack says of ``code`` in this case's state; the guide's default severity where it says nothing."""
    return next((f for f in brief.forbidden if f.code == code), Forbidden(code=code, severity=DEFAULT_SEVERITY[code]))


def violation(code: str, span: Span, brief: Brief) -> Violation | None:
    """The violation of ``code`` at ``span``, or None where the pack allows it."""
    rule = rule_for(code, brief)
    if rule.severity is Severity.NONE:
        return None
    severity = rule.severity
    return Violation(code=code, severity=severity, span=span, rule=rule.rule, date=rule.date)


def violations_in(
    text: str, sentences: Sequence[Span], clauses: Sequence[Clause], brief: Brief, scores: Scores = ()
) -> tuple[Violation, ...]:
    """The violations that words alone show: all but V12 and V14's promises, which need claims and moves.

    ``text`` is plain and undisguised. At most one finding a code and sentence, in the order of the text.
    """
    found: list[Violation] = []
    hinted = Hinted(text, sentences, clauses)
    for number, sentence in enumerate(sentences):
        mine = [c for c in clauses if c.sentence == number]
        score = scores[number] if number < len(scores) else {}
        for code in _cued(sentence.of(text)):
            spec = lexicon("violations")[code]
            span = _found(text, sentence, mine, spec) if _stands(code, text) else None
            if span and code not in AT_THE_BUYER and disowned(sentence.of(text)):
                continue
            if span and score.get(code, 1.0) >= spec.get("model", 0.0):
                _add(found, violation(code, span, brief))
        for code, span in hinted.of(number, score).items():
            _add(found, violation(code, span, brief))
        _add(found, _link(text, sentence, mine, brief))
        _add(found, _promotion(text, sentence, mine, brief))
        _add(found, _tampering(text, sentence, mine, brief))
    _add(found, _form(text, sentences, brief))
    return tuple(_allowed(found, text, sentences, brief))


@lru_cache(maxsize=4096)
def _cued(sentence: str) -> tuple[str, ...]:
    """The codes that have a cue in a sentence, most often none; remembered, since an edit leaves the others alone."""
    codes = [c for c in lexicon("violations") if c.startswith("V") and c not in OWN_WAY]
    return tuple(c for c in codes if _stands(c, sentence))


def _stands(code: str, text: str) -> bool:
    return any(_cue(source).search(text) for source in lexicon("violations")[code]["any"])


def _add(found: list[Violation], new: Violation | None) -> None:
    if new and not any(
        v.code == new.code and v.span.start < new.span.end and new.span.start < v.span.end for v in found
    ):
        found.append(new)


def _found(text: str, sentence: Span, mine: list[Clause], spec: dict[str, Any]) -> Span | None:
    words = sentence.of(text)
    if repeats(text, mine):
        return None
    for source in spec["any"]:
        for hit in _cue(source).finditer(words):
            span = Span(start=sentence.start + hit.start(), end=sentence.start + hit.end())
            excused = "unless" in spec and _cue(spec["unless"]).search(bare(words[turn(words, 0, hit.start()) :]))
            if not excused and (spec.get("denied") or _LEFT.match(hit.group()) or not _denied(mine, span)):
                return span
    return None


def _denied(mine: list[Clause], span: Span) -> bool:
    """True when the clause with the most of ``span`` is denied."""
    touched = [c for c in mine if c.span.start < span.end and span.start < c.span.end]
    if not touched:
        return False
    main = max(touched, key=lambda c: min(c.span.end, span.end) - max(c.span.start, span.start))
    return main.polarity == "negated" and not pattern(r"\b(?:hesitate|forget|worry)\b").search(main.text)


def _link(text: str, sentence: Span, mine: list[Clause], brief: Brief) -> Violation | None:
    spec = lexicon("violations")["V06"]
    words = sentence.of(text)
    for source in spec["any"]:
        hit = _cue(source).search(words)
        mail = hit and words[: hit.start()].endswith("@")  # the tail of an address: V04's business
        if hit and not mail and not _cue(spec["allowed"]).search(_whole_link(words, hit)):
            span = Span(start=sentence.start + hit.start(), end=sentence.start + hit.end())
            made = violation("V06", span, brief)
            selling = _cue(spec["selling"]).search(words)
            if made and not _denied(mine, span) and not _on_card(hit.group(), brief) and not disowned(words):
                return made.model_copy(update={"severity": Severity.CRITICAL}) if selling else made
    return None


def _whole_link(words: str, hit: re.Match[str]) -> str:
    """The link with the rest of its host: a cue may end before the name that tells whose page it is."""
    return hit.group() + _HOST.match(words, hit.end()).group()  # type: ignore[union-attr]  # it matches nothing, too


def _on_card(words: str, brief: Brief) -> bool:
    core = words.casefold().strip(" ./")
    return any(core in f.text.casefold() for f in brief.facts)


def _promotion(text: str, sentence: Span, mine: list[Clause], brief: Brief) -> Violation | None:
    """V07, unless the card itself puts the offer into the agent's hands: its figures, or an offer without figures."""
    given = [t for t in (*(f.text for f in brief.facts), *(t.text for t in brief.tasks)) if _CARD_PROMO.search(t)]
    allowed = [p.condition or "" for p in brief.authority or () if p.move in (Move.QUOTE, Move.COUNTER, Move.GOODWILL)]
    ours = [t for t in given if not _FORBIDS.search(t)] + [t for t in allowed if _CARD_PROMO.search(t)]
    figures = set(_OFFER.findall(sentence.of(text)))
    if ours and figures <= set(_OFFER.findall(" ".join(ours))):
        return None
    for source in lexicon("violations")["V07"]["any"]:
        if hit := _cue(source).search(sentence.of(text)):
            span = Span(start=sentence.start + hit.start(), end=sentence.start + hit.end())
            if not _denied(mine, span) and not disowned(sentence.of(text)):
                return violation("V07", sentence, brief)
    return None


def _tampering(text: str, sentence: Span, mine: list[Clause], brief: Brief) -> Violation | None:
    """V11: a claim closed or receipt confirmed before the remedy; fine once the remedy is there, or if she wishes."""
    spec = lexicon("violations")["V11"]
    words = sentence.of(text)
    if repeats(text, mine) or disowned(words) or _cue(spec["honest"]).search(words):
        return None
    outright = _cue(spec["outright"]).search(words)
    if not outright and _cue(spec["excuse"]).search(words):
        return None
    for source in spec["any"]:
        if hit := _cue(source).search(words):
            span = Span(start=sentence.start + hit.start(), end=sentence.start + hit.end())
            asked = outright or any(c.mood in ("request", "question") or "you" in c.text.casefold() for c in mine)
            han = any("\u4e00" <= c <= "\u9fff" for c in hit.group())
            refused = _DONT.search(words[: hit.start()][-25:]) if outright else _denied(mine, span)
            if (asked or han) and not refused and not _wanted(hit.group(), mine, span, brief):
                return violation("V11", span, brief)
    return None


def _wanted(words: str, mine: list[Clause], span: Span, brief: Brief) -> bool:
    """The seller's own act ("I will cancel the order"), or an order that the buyer wants cancelled."""
    clause = next((c for c in mine if c.span.start <= span.start < c.span.end), None)
    if clause and pattern(OWN_ACT).search(clause.text):
        return True
    if "cancel" not in words.casefold() or "order" not in words.casefold():
        return False
    card = [line.text for line in brief.thread if line.sender == "buyer"] + [f.text for f in brief.facts]
    return "cancel" in brief.situation or "cancel" in " ".join(card).casefold()


def _form(text: str, sentences: Sequence[Span], brief: Brief) -> Violation | None:
    """V15: emoji, GIF, [Important], or a message of thanks alone, where the pack minds."""
    spec = lexicon("violations")["V15"]
    for name in ("emoji", "important", "gif", "needless"):
        if hit := pattern(spec[name]).search(text):
            return violation("V15", Span(start=hit.start(), end=hit.end()), brief)
    if hit := pattern(spec["faces"]).search(text):
        return violation("V15", Span(start=hit.start(), end=hit.end()), brief)
    if sentences and pattern(spec["thanks"]).search(text) and not pattern(spec["courtesy"]).sub(" ", text).strip():
        return violation("V15", Span(start=sentences[0].start, end=sentences[-1].end), brief)
    return None


def _sentence_at(span: Span, sentences: Sequence[Span]) -> Span:
    """``span`` widened to the sentences it touches."""
    touched = [s for s in sentences if s.start < span.end and span.start < s.end]
    return Span(start=touched[0].start, end=touched[-1].end) if touched else span


def _allowed(found: list[Violation], text: str, sentences: Sequence[Span], brief: Brief) -> list[Violation]:
    """Drops what the card allows by name: a way of paying the card itself names is not off the platform."""
    given = [f.text for f in brief.facts if not _FORBIDS.search(f.text) or "paypal" in f.text.casefold()]
    card = " ".join([*given, *(t.text for t in brief.tasks if not _FORBIDS.search(t.text))]).casefold()

    wide = [v.model_copy(update={"span": _sentence_at(v.span, sentences)}) for v in found if v.code != "V04"]
    wide += [v for v in found if v.code == "V04"]

    papers = " ".join(t.text for t in brief.tasks) + " ".join(f.text for f in brief.facts)
    revision = _REVISION.search(papers)

    def named(v: Violation) -> bool:
        if v.code == "V03":  # the platform's own way of changing a feedback, which the card explains
            return bool(revision) and v.severity is not Severity.CRITICAL
        ways = {w.casefold() for w in _PAY_NAMES.findall(v.span.of(text))}
        return v.code == "V05" and bool(ways) and all(w in card for w in ways)

    def covered(v: Violation) -> bool:
        """A bribe for five stars is one offence, not also the asking for them; a mail address is no link."""
        greater = COVERS.get(v.code, ())
        return any(o.code in greater and o.span.start <= v.span.end and v.span.start <= o.span.end for o in wide)

    return sorted((v for v in found if not named(v) and not covered(v)), key=lambda v: (v.span.start, v.code))
