"""Tracking and order numbers, sizes, carriers and places: values told by their form or by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from reading.nouns import Span
from reading.said import Said
from reading.terms import Phrases, carrier_words, month_names, phrases, place_words, places

_TOKEN = re.compile(r"(?<![A-Za-z0-9@./_-])[A-Za-z0-9](?:[A-Za-z0-9]|[-_](?=[A-Za-z0-9])){4,39}(?![A-Za-z0-9@/])")
_AMAZON = re.compile(r"\d{3}-\d{7}-\d{7}")
_PHONE = re.compile(r"\+\d[\d\- ()]{6,18}\d")
_OUTSIDE = re.compile(
    r"https?://\S{1,300}|www\.\S{1,300}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,12}", re.IGNORECASE
)
_CONTACT = re.compile(r"whats?app|wechat|微信|qq|phone|call|tel|mobile|电话|手机|telegram|line", re.IGNORECASE)
_TRACKING = re.compile(r"track|waybill|parcel|shipment|label|运单|单号|快递|物流|包裹|跟踪", re.IGNORECASE)
_ORDER = re.compile(r"order|订单|purchase", re.IGNORECASE)
_SKU = re.compile(r"sku|model|item (?:no|number)|型号|货号|编号", re.IGNORECASE)
_COUPON = re.compile(r"coupon|code|voucher|优惠|折扣", re.IGNORECASE)
_POST = re.compile(r"[A-Z]{2}\d{8,16}(?:[A-Z]{2})?|1Z[A-Z0-9]{16}", re.IGNORECASE)

_SIZE = r"(?:\d?X{1,4}[SL]|[2-6]XL|[SML])"
_SIZES = re.compile(
    rf"\b(EU|US|UK|AU|CN|JP)[ -]?(?:size[ ])?(\d{{1,2}}(?:\.5)?)(?![\d%])"
    rf"|(?<![A-Za-z])size[ ](\d{{1,2}}(?:\.5)?|{_SIZE})(?![A-Za-z\d])"
    rf"|(?<![A-Za-z0-9])({_SIZE})(?:[ ]size|[ ]?码|号)|(\d{{2}}(?:\.5)?)码"
    r"|(均码|one[ -]size|free size)|(?<![A-Za-z0-9'])((?:X{1,4}|[2-6]X)[SL])(?![A-Za-z0-9'])",
    re.IGNORECASE,
)
_LONE = re.compile(r"(?<![A-Za-z0-9'’$&.])([SML])(?![A-Za-z0-9'’&]|\.[A-Za-z])")
_SIZE_WORD = re.compile(r"size|fit|wear|chest|bust|waist|loose|tight|尺码|码|号|穿", re.IGNORECASE)


def codes(text: str, taken: bytearray) -> Iterator[Said]:
    """Codes of a folded text, with their role; web and mail addresses and telephone numbers are passed over."""
    for pattern in (_OUTSIDE, _PHONE):
        for m in pattern.finditer(text):
            taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    for m in _TOKEN.finditer(text):
        token = m[0]
        digits = sum(sign.isdigit() for sign in token)
        if digits < 3 or any(taken[m.start() : m.end()]):
            continue
        role = _role(text[max(0, m.start() - 40) : m.start()], token)
        if role is None or not _is_code(token, digits, role):
            continue
        taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
        yield Said(kind="code", span=Span(start=m.start(), end=m.end()), raw=token, name=plain(token), role=role)


def plain(code: str) -> str:
    """A code without what people write into it: "YT24 1540-…" and "yt241540" are the same."""
    return re.sub(r"[\s\-_.#…]", "", code).casefold()


def _role(before: str, token: str) -> str | None:
    """What the words before a token say it is; None when they make it a telephone number or the like."""
    if _AMAZON.fullmatch(token):
        return "order"
    last = {name: [m.end() for m in pattern.finditer(before)] for name, pattern in _ROLES.items()}
    name = max(last, key=lambda n: max(last[n], default=0))
    if not last[name]:
        return "tracking" if _POST.fullmatch(token) else ""
    return None if name == "contact" else name


_ROLES = {"tracking": _TRACKING, "order": _ORDER, "sku": _SKU, "coupon": _COUPON, "contact": _CONTACT}


def _is_code(token: str, digits: int, role: str) -> bool:
    letters = sum(sign.isalpha() for sign in token)
    if not letters:
        if _AMAZON.fullmatch(token):
            return True
        return (role in {"tracking", "order"} and "-" not in token.strip("-") and digits >= 8) or digits >= 16
    if not any(sign.isupper() for sign in token) and digits < 6:
        return False
    if any(part.lower() in month_names() for part in token.split("-")):  # 12-Jun-2026
        return False
    if re.fullmatch(r"\d+[A-Za-z]{1,5}|[A-Za-z]{3}\d+", token) and len(token) < 9:  # 500ml, USD5000
        return False
    return digits >= 5 or ((role == "sku" or "-" in token) and token.upper() == token and letters >= 2)


def sizes(text: str, taken: bytearray) -> Iterator[Said]:
    """Garment and shoe sizes of a folded text: M, 2XL, EU 40, 40码, 均码; single letters only in talk of sizes."""
    for m in _SIZES.finditer(text):
        if not any(taken[m.start() : m.end()]):
            yield _sized(m.start(), m.end(), m[0], _size_name(m), taken)
    for m in _LONE.finditer(text):
        if not taken[m.start()] and _SIZE_WORD.search(text, max(0, m.start() - 40), m.end() + 30):
            yield _sized(m.start(), m.end(), m[0], m[1], taken)


def _sized(start: int, end: int, raw: str, name: str, taken: bytearray) -> Said:
    taken[start:end] = b"\1" * (end - start)
    return Said(kind="size", span=Span(start=start, end=end), raw=raw, name=name)


def _size_name(m: re.Match[str]) -> str:
    if m[1]:
        return f"{m[1].upper()} {m[2]}"
    if m[6]:
        return "ONE SIZE"
    return (m[3] or m[4] or m[5] or m[7]).upper()


def named(text: str, taken: bytearray, known: tuple[str, ...] = ()) -> Iterator[Said]:
    """Carriers and places of a folded text by the lexicon; ``known`` are further place names, from the card."""
    for start, end in carrier_words().within(text):
        word = text[start:end]
        if (
            len(word) > 4 or word != word.lower() or not word.isascii()
        ):  # "sto" and "ups" are words, STO and UPS are not
            yield from _once(text, start, end, "carrier", carrier_name(word), taken)
    for start, end in _known(known).within(text) if known else ():
        yield from _once(text, start, end, "place", place_name(text[start:end]), taken)
    for start, end in place_words().within(text):
        word = text[start:end]
        if len(word) > 3 or not word.isascii() or word == word.upper():  # "us" is not the US
            yield from _once(text, start, end, "place", place_name(word), taken)


def _once(
    text: str, start: int, end: int, kind: Literal["carrier", "place"], name: str, taken: bytearray
) -> Iterator[Said]:
    if not any(taken[start:end]):
        taken[start:end] = b"\1" * (end - start)
        yield Said(kind=kind, span=Span(start=start, end=end), raw=text[start:end], name=name)


@lru_cache(maxsize=64)
def _known(words: tuple[str, ...]) -> Phrases:
    return phrases(words)


def carrier_name(word: str) -> str:
    """A carrier's name without spaces and case."""
    return re.sub(r"[\s&.]", "", word).casefold()


def place_name(word: str) -> str:
    """The lexicon's name for a place word (洛杉矶 -> Los Angeles); the casefolded word when it has none."""
    entry = places().get(word.casefold())
    return entry[0] if entry else word.casefold()
