"""What a value is given as, by the words beside it: the freight, the total, the time until arrival or until payment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from reading.said import Said
from reading.sought import Sought
from reading.terms import book, fold

_BREAK = re.compile(r"[,;:(){}\[\]。；，：、]|\.\s|\s(?:and|or|but|then|plus|instead of)\s|和|或者?|再")
_REFERENCE = re.compile(
    r"\b(?:after|once|when|as soon as|since|if|of)\b.*|(?<=[\u4e00-\u9fff])(?:之后|以后|后)起?", re.IGNORECASE
)
_GROUP = {
    "money": "money", "percent": "money", "date": "time", "deadline": "time", "duration": "time",
}  # fmt: skip
REACH = 44  # characters: what stands further off says nothing of the value


@cache
def _roles(group: str) -> dict[str, Sought]:
    return {name: Sought(f"{entry['en']}|{entry['zh']}") for name, entry in book()["roles"][group].items()}


@lru_cache(maxsize=4096)
def roles_in(words: str, kind: str) -> frozenset[str]:
    """The roles that ``words`` give to a value of ``kind``; none for kinds without roles."""
    group = _GROUP.get(kind)
    if group is None:
        return frozenset()
    return frozenset(name for name, words_of in _roles(group).items() if words_of.search(words))


def roles_of(text: str, told: Sequence[Said], at: int, wide: bool = True) -> frozenset[str]:
    """The roles of the value ``told[at]`` of ``text``: by the words up to the next break, else (``wide``) up to its
    neighbours.

    A point of reference is no role: "3 days after payment" is not a time to pay.
    """
    said = told[at]
    group = _GROUP.get(said.kind)
    if group is None:
        return frozenset()
    beside = [one for one in told if one is not said and _GROUP.get(one.kind) == group]
    start, end = said.span.start, said.span.end
    left = max([one.span.end for one in beside if one.span.end <= start] + [0, start - REACH])
    right = min([one.span.start for one in beside if one.span.start >= end] + [len(text), end + REACH])
    before, after = fold(text[left:start]), fold(text[end:right])
    breaks = [m.end() for m in _BREAK.finditer(before)]
    stop = _BREAK.search(after)
    close = before[breaks[-1] if breaks else 0 :], after[: stop.start() if stop else None]
    if said.kind == "duration":
        close, before, after = (_plain(close[0]), _plain(close[1])), _plain(before), _plain(after)
    found = roles_in(" | ".join(close), said.kind)
    return found if found or not wide else roles_in(f"{before} | {after}", said.kind)


def _plain(words: str) -> str:
    """``words`` without what the time is counted from."""
    mark = max(words.rfind("后"), words.rfind("起"))
    return _REFERENCE.sub(" ", words[mark + 1 :])
