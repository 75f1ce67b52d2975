"""Numbers in digits, English words and Chinese signs, with their places and ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = re.compile(
    r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d{1,4})?|\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d+(?:\.\d+|,\d{1,2}(?!\d))?)"
)
LONGEST = 15  # digits; a longer run is a code, not a number

_SMALL = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_SMALL |= {"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17}
_SMALL |= {"eighteen": 18, "nineteen": 19}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORD = "|".join(sorted([*_SMALL, *_TENS, "hundred", "thousand", "dozen"], key=len, reverse=True))
WORDS = re.compile(rf"(?<![A-Za-z])(?:{_WORD})(?:(?:[ \-]|[ ]and[ ])(?:{_WORD}))" r"{0,6}(?![A-Za-z])", re.IGNORECASE)
ARTICLE = re.compile(
    r"(?<![A-Za-z])(half an?|an? half|one and a half|a couple of|an?|half|couple of)[ \-](?=(?:full |whole |single )?"
    r"(?:hour|day|week|month|year|fortnight|dozen|minute|working|business)s?(?![A-Za-z]))",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?:hours?|times?|once|twice|per|what|minutes|days|quite|many|such|have|for)[ ]$", re.IGNORECASE)
SIGNS = re.compile(r"[零〇一二两三四五六七八九十百千万半]{1,10}")
_SIGN = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_JOIN = re.compile(r"\s{0,2}(?:-|to|or|—|~|到|至|and)\s{0,2}(?:(?:US|AU|CA)?[$€£¥])?", re.IGNORECASE)


class Number(NamedTuple):
    """A number or a range, where it stands (``start`` to ``end`` of the folded text)."""

    low: Decimal
    high: Decimal
    start: int
    end: int


def numbers(text: str, taken: bytearray) -> list[Number]:
    """The numbers of a folded text in order, ranges joined ("3-5", "three to five", "三到五"); skips ``taken``."""
    found = [*_digits(text, taken), *_words(text, taken), *_signs(text, taken)]
    return _joined(text, sorted(found, key=lambda n: n.start))


def _digits(text: str, taken: bytearray) -> list[Number]:
    found = []
    for match in DIGITS.finditer(text):
        start, end = match.span()
        if end - start > LONGEST + 5 or taken[start] or taken[end - 1]:
            continue
        value = decimal_of(match[0])
        found.append(Number(value, value, start, end))
    return found


def decimal_of(digits: str) -> Decimal:
    """The value of "1,200.50", "1.200,50", "24,99" or "24.99"."""
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma > dot and len(digits) - comma - 1 != 3:
        return Decimal(digits.replace(".", "").replace(",", "."))
    return Decimal(digits.replace(",", ""))


def _words(text: str, taken: bytearray) -> list[Number]:
    found = []
    for match in WORDS.finditer(text):
        value = english(match[0])
        if value is not None and not taken[match.start()]:
            found.append(Number(Decimal(value), Decimal(value), *match.span()))
    for match in ARTICLE.finditer(text):
        if not taken[match.start()] and not _BARE.search(text, max(0, match.start() - 9), match.start()):
            word = match[1].lower()
            amount = Decimal("1.5") if "one and" in word else Decimal("0.5") if "half" in word else Decimal(1)
            if "couple" not in word:  # "a couple of days" is vague: nothing to check
                found.append(Number(amount, amount, match.start(), match.end() - 1))
    return found


def english(words: str) -> int | None:
    """The number that English words say ("twenty-five", "one hundred and ten"), None when they say none."""
    total = group = last = 0
    for word in re.split(r"[ \-]", words.lower()):
        if word == "and":
            continue
        if word in {"hundred", "dozen"}:
            group = max(group, 1) * (100 if word == "hundred" else 12)
        elif word == "thousand":
            total, group = total + max(group, 1) * 1000, 0
        else:
            size = _SMALL.get(word) or _TENS[word]
            if last and not (last >= 20 > 9 >= size and last < 100):
                return None  # "one two": two numbers, not one
            group += size
            last = size
            continue
        last = 0
    return total + group


def _signs(text: str, taken: bytearray) -> list[Number]:
    found = []
    for match in SIGNS.finditer(text):
        start, end = match.span()
        pair = chinese(match[0])
        before = text[start - 1] if start else "\n"
        if pair is not None and not taken[start] and before not in "第几统万周期.":
            found.append(Number(*pair, start, end))
    return found


def chinese(signs: str) -> tuple[Decimal, Decimal] | None:
    """The number that Chinese signs say, as (low, high): "十五" 15, "两三" 2 to 3, "半" 0.5; None when malformed."""
    if signs == "半":
        return Decimal("0.5"), Decimal("0.5")
    if len(signs) == 2 and all(s in _SIGN for s in signs) and _SIGN[signs[1]] == _SIGN[signs[0]] + 1:
        return Decimal(_SIGN[signs[0]]), Decimal(_SIGN[signs[1]])
    total = section = digit = 0
    for place, sign in enumerate(signs):
        if sign in _SIGN:
            if digit:
                return None
            digit = _SIGN[sign]
        elif sign == "半":
            return None
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            size = {"十": 10, "百": 100, "千": 1000}[sign]
            section, digit = section + (digit or (1 if place == 0 else 0)) * size, 0
    value = Decimal(total + section + digit)
    return value, value


def _joined(text: str, found: list[Number]) -> list[Number]:
    out: list[Number] = []
    for number in found:
        if out and number.start < out[-1].end:
            continue
        if out and 0 < number.start - out[-1].end <= 10 and _range(text, out[-1], number):
            out[-1] = Number(out[-1].low, number.high, out[-1].start, number.end)
        else:
            out.append(number)
    return out


def _range(text: str, left: Number, right: Number) -> bool:
    if left.low != left.high or left.low >= right.low or not _JOIN.fullmatch(text, left.end, right.start):
        return False
    joint = text[left.end : right.start].strip().lower()
    return not joint.startswith("and") or text[max(0, left.start - 9) : left.start].lower().strip(" $€£¥").endswith(
        "between"
    )
