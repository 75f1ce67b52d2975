"""Knows what in a reply is about this buyer's matter: what is said twice, or belongs elsewhere, must earn nothing.

Adding text is the commonest way to lift a machine's mark (guide A5, C3). Breaches and faults are still read in all of
it; moves, facts, tasks and courtesy only in what is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from .courtesies import stems
from .cues import shared
from .edges import topical
from .nouns import Brief, Span
from .text import HAN

LEAST = {"en": 3, "zh": 4}  # words, characters: shorter sentences may well be said twice ("Thank you.")
REMEDIES = 4  # kinds of remedy in one breath: a list of cue words, no offer (guide B6 row 9)
FRAGMENTS = 3  # so many sentences of up to three words in a row are a list, too
IDLE = {"en": 8, "zh": 12}  # words, characters: a shorter remark is not judged
CUES = 4  # cue words in a row that make a list of them
LATE = 2  # a salutation after so many sentences opens another letter, or comes too late
_WORD = re.compile(r"[a-z0-9']+|[\u4e00-\u9fff]")
_ADDRESSED = re.compile(
    r"^\W*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening|day))\b[ ,!]*(?:(?:mr|mrs|ms|miss|dr|sir)\b\.? *)?"
    r"(?-i:([A-Z\u00c0-\u00de][\w'\u00c0-\u024f-]+))?",
    re.I,
)
_ADDRESSED_ZH = re.compile(r"^\W*(?:亲爱?的?[^,。!]{0,6}[,!~]|(?:亲|您好|你好|尊敬的)(?![手自]))")
_NO_NAME = frozenset(
    re.findall(
        r"\w+",
        "customer customers friend friends buyer buyers sir madam all team client guest there valued again thank "
        "thanks we i it this the your you my our sorry in as to for about yes no please after dear",
    )
)
_CLOSING = re.compile(
    r"^\W*(?:(?:kind|best|warm)\w* (?:regards|wishes)|regards|sincerely|yours\b|best[,.]|"
    r"此致|客服\S{1,3}$)|\b(?:kind|best|warm) regards\b",
    re.I,
)
_COURTEOUS = re.compile(r"thank|sorry|apolog|hello|good|welcome|谢|歉|对不起|不好意思|欢迎|好", re.I)
_NUMBERED = re.compile(r"^\W*([1-9])[.)、)] ?(?!\d)")
_PERSONAL = re.compile(
    r"\b(?:i|we|you|your|yours|our|us|me|my|please|sorry|thanks?|apolog\w*|regards|wish\w*|dear|hi|hello|must|can|will|"
    r"should|if|not|no|yes)\b|n't\b|'(?:ll|ve|re|m)\b|[您你我亲请谢祝歉退换补]|对不起|不好意思|过意不去",
    re.I,
)
_TIED = re.compile(  # what points back at the matter, or at the shop's day
    r"\b(?:it|its|this|that|these|those|they|them|he|his|she|her|ones?|both|either|each|all|here|now|today|tomorrow|then|soon|"
    r"days?|weeks?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|buy\w*|sale|prices?|photos?|new|used?|"
    r"just|also|still|already|only|satisf\w*|part(?:y|ies)|cooperat\w*)\b|[这那它此其店卖买价送]|欢迎|质|放心|每",
    re.I,
)
_KINDS = (
    r"\brefund\w*|money back|退款|退钱", r"\breplac\w*|\bexchang\w*|换货|换新",
    r"\bre-?send\w*|补发|重发", r"\breturn\w*|take it back|退货",
    r"\bdiscount\w*|\bcoupons?\b|打折|优惠", r"\bcompensat\w*|赔偿|补偿", r"\bcancel\w*|取消",
)  # fmt: skip
_LIST_ZH = re.compile(r"^\W*(?:[\u4e00-\u9fff]{2,4}[ ,、;-]+){4,}[\u4e00-\u9fff]{2,4}\W*$")
_ACTS_ZH = re.compile(r"[您你我请已会了给]")
_CUE = re.compile(
    r"sorry|apolog|thank|understand|empath|greet|cause|status|action|deadline|solution|option|goodwill|compensat|discount|"
    r"prevent|closing|regards|refund|replac|send|return|exchang|track|parcel|step|deliver|partial|full|free|"
    r"称呼|致谢|感谢|道歉|抱歉|共情|理解|原因|物流|状态|退款|补发|换货|退货|单号|时限|方案|承诺|结尾|祝好|赔偿",
    re.I,
)
_LIST = re.compile(r"^\W*[a-z]+(?: [a-z]+)?(?: - [a-z]+(?: [a-z]+)?){3,}\W*$", re.I)


def repeated(text: str, sentences: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that stand word for word in the text before: said twice counts once."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for sentence in sentences:
        words = tuple(_WORD.findall(sentence.of(text).casefold()))
        if words in seen:
            found.append(sentence)
        elif len(words) >= LEAST["zh" if HAN.search(sentence.of(text)) else "en"]:
            seen.add(words)
    return tuple(found)


def beside(text: str, sentences: Sequence[Span], brief: Brief) -> tuple[Span, ...]:
    """The sentences that are not about the matter: a letter to somebody else, lists of cue words, idle prose."""
    other = _other_letter(text, sentences, brief)
    own = _words_of(brief)
    idle = [s for s in sentences if s in other or is_list(s.of(text)) or _is_idle(s.of(text), own)]
    return tuple(sorted({*idle, *_fragments(text, sentences)}, key=lambda s: s.start))


@lru_cache(maxsize=256)
def _known(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stems(" ".join(texts).casefold()))


def _words_of(brief: Brief) -> frozenset[str]:
    """The stems of all that the student was given to read."""
    said = [line.text for line in brief.thread] + [f.text for f in (*brief.facts, *brief.order)]
    return _known((*said, *(t.text for t in brief.tasks), *brief.must_not, *brief.earlier, brief.buyer_name))


def _is_idle(words: str, own: frozenset[str]) -> bool:
    """Prose to nobody about nothing here: no person, no word of the trade or of the case, no figure."""
    least = IDLE["zh" if HAN.search(words) else "en"]
    if len(_WORD.findall(words.casefold())) < least or re.search(r"\d|[?？]", words):
        return False
    if _PERSONAL.search(words) or _TIED.search(words) or topical(words):
        return False
    return not stems(words) & own


def is_list(words: str) -> bool:
    """Cue words in a row with nobody doing anything, or every remedy there is in one breath."""
    if sum(bool(re.search(kind, words, re.I)) for kind in _KINDS) >= REMEDIES and not re.search(r"\d", words):
        return True
    if len({hit.casefold() for hit in _CUE.findall(words)}) < CUES:
        return False
    listed = _LIST_ZH.match(words) and not _ACTS_ZH.search(words)
    return bool(listed or _LIST.match(words) or (not HAN.search(words) and shared()["stuffed"].search(words)))


def _fragments(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Runs of very short sentences that name things of the trade: "Full refund! Replacement! Coupon!"."""
    found: list[Span] = []
    for short, run in groupby(sentences, key=lambda s: len(s.of(text).split()) <= 3 and not HAN.search(s.of(text))):
        group = list(run)
        if short and len([s for s in group if topical(s.of(text)) and not _PERSONAL.search(s.of(text))]) >= FRAGMENTS:
            found += group
    return found


def _salutation(words: str, brief: Brief) -> str | None:
    """Whom a sentence greets: "" for nobody in particular or this buyer, a name for somebody else, None for no one."""
    if brief.language == "zh":
        return "" if _ADDRESSED_ZH.match(words) else None
    hit = _ADDRESSED.match(words)
    if hit is None:
        return None
    name = (hit.group(1) or "").removesuffix("'s").casefold()
    thread = " ".join([brief.buyer_name, *(line.text for line in brief.thread)]).casefold()
    return "" if not name or name in _NO_NAME or name in thread else name


def _other_letter(text: str, sentences: Sequence[Span], brief: Brief) -> frozenset[Span]:
    """What stands from a salutation of somebody else, within the text, to one of this buyer.

    A wrong name at the very top is a slip of the one letter there is; a second opening makes two letters of it. Where
    neither says for whom it is, the one whose words are less those of the case is the other.
    """
    letters: list[tuple[str, list[Span]]] = [("", [])]
    for sentence in sentences:
        who = _salutation(sentence.of(text), brief)
        if who is not None and len(letters[-1][1]) >= LATE:
            letters.append((who, []))
        letters[-1][1].append(sentence)
    if len(letters) == 1:
        return frozenset()
    named = [spans for who, spans in letters if who]
    if not named:
        own = _words_of(brief)
        of_letter = [stems(" ".join(s.of(text) for s in spans)) for _, spans in letters]
        weights = [len(mine & own) / max(1, len(mine)) for mine in of_letter]
        best = weights.index(max(weights))
        opened = [_salutation(spans[0].of(text), brief) is not None for _, spans in letters]
        named = [x for n, (_, x) in enumerate(letters) if n != best] if sum(opened) > 1 else []
    return frozenset(s for spans in named for s in spans)


def out_of_order(text: str, sentences: Sequence[Span], brief: Brief) -> Span | None:
    """A letter that is not in the order of a letter: greeted late, or closed before the matter is told."""
    solid = [s for s in sentences if len(_WORD.findall(s.of(text).casefold())) > 1]
    if len(solid) < LATE + 2:
        return None
    greeted = [n for n, s in enumerate(solid) if _salutation(s.of(text), brief) is not None]
    if greeted and greeted[0] and not (greeted[0] < LATE and _COURTEOUS.search(solid[0].of(text))):
        return solid[greeted[0]]
    numbered = [(s, int(hit.group(1))) for s in sentences if (hit := _NUMBERED.match(s.of(text)))]
    backwards = [s for (s, a), (_, b) in pairwise(numbered) if a > b]
    closed = [s for s in solid[:-3] if _CLOSING.search(s.of(text))]
    return next(iter(backwards + closed), None)
