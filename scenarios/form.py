"""A case file as a form: what each field may hold, and where and how it is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn, TypeVar

from content.errors import ContentError
from content.loader import Document, Key, field_name
from reading.nouns import Move

T = TypeVar("T")
MOVES = tuple(move.value for move in Move)
_YES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def as_moment(value: Any, zone: dt.tzinfo, hour: int = 0) -> dt.datetime | None:
    """``value`` as an aware date-time: a bare date gets ``hour``, a bare time the ``zone``; None if it is neither."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time(hour))
    if not isinstance(value, dt.datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=zone)


def iso(value: Any) -> Any:
    """Dates and date-times as ISO strings, everything else as it is."""
    return value.isoformat() if isinstance(value, dt.date) else value


class Form:
    """One mapping of a case file: asks for fields by name, and remembers the names nobody asked for."""

    def __init__(self, document: Document, value: Any, path: tuple[Key, ...] = ()) -> None:
        self.document = document
        self.path = path
        if not isinstance(value, dict):
            self.fail((), "这里应该是若干个「字段: 值」。", "Expected fields of the form `name: value`.")
        self.value: dict[str, Any] = value
        self.asked: set[str] = set()

    def fail(self, keys: Sequence[Key], zh: str, en: str) -> NoReturn:
        """Raise ContentError at the field ``keys`` of this form."""
        path = (*self.path, *keys)
        raise ContentError(self.document.file, self.document.line(path), field_name(path), zh, en)

    def get(self, name: str) -> Any:
        """The raw value, None when it is missing."""
        self.asked.add(name)
        return self.value.get(name)

    def need(self, name: str) -> Any:
        """The raw value of a field that must be there."""
        value = self.get(name)
        if value is None or value == "" or value == []:
            self.fail((name,), "缺少这个必填字段。", "This field is required and missing.")
        return value

    def text(self, name: str, default: str = "") -> str:
        """A piece of text; numbers and dates are taken as they are written."""
        value = self.get(name)
        if value is None:
            return default
        if isinstance(value, (dict, list)):
            self.fail((name,), "这里应该是一段文字。", "Expected a piece of text.")
        return str(iso(value)).strip()

    def both(self, name: str, default: str) -> dict[str, str]:
        """Words in both languages: ``{zh, en}`` or one string for both."""
        value = self.get(name)
        if isinstance(value, dict):
            words = {lang: str(iso(text)).strip() for lang, text in value.items() if lang in ("zh", "en") and text}
            if not words:
                self.fail((name,), "这里应该有 zh 或 en。", "Expected `zh` or `en`.")
            spare = next(iter(words.values()))
            return {"zh": words.get("zh", spare), "en": words.get("en", spare)}
        one = self.text(name, default)
        return {"zh": one, "en": one}

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """One of ``allowed``; a missing or other word is an error that names the closest."""
        return self.one_of(str(self.need(name)).strip(), allowed, (name,))

    def one_of(self, word: str, allowed: Sequence[str], keys: Sequence[Key]) -> str:
        """``word`` if allowed, whatever its case; else ContentError with the closest and the whole list."""
        fold = {item.lower().replace("_", "-"): item for item in allowed}
        plain = word.strip().lower().replace("_", "-").replace(" ", "-")
        if plain in fold:
            return fold[plain]
        near = get_close_matches(plain, fold, n=1, cutoff=0.5)
        guess = fold[near[0]] if near else allowed[0]
        listed = ", ".join(allowed)
        self.fail(
            keys,
            f"不认识「{word}」，是否想写 {guess}?可以写:{listed}",
            f"Unknown `{word}`; did you mean {guess}? Allowed: {listed}",
        )

    def number(self, name: str, low: float, high: float) -> float | None:
        """A number between ``low`` and ``high``, None when missing."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = float(value.replace(",", ""))
            except ValueError:
                self.fail((name,), "这里应该是一个数字。", "Expected a number.")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fail((name,), "这里应该是一个数字。", "Expected a number.")
        if not low <= value <= high:
            self.fail((name,), f"应该在 {low:g} 到 {high:g} 之间。", f"Must be between {low:g} and {high:g}.")
        return float(value)

    def whole(self, name: str, low: int, high: int, default: int) -> int:
        """A whole number between ``low`` and ``high``."""
        value = self.number(name, low, high)
        if value is not None and value != int(value):
            self.fail((name,), "这里应该是整数。", "Expected a whole number.")
        return default if value is None else int(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false; yes and no are accepted."""
        value = self.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            value = _YES.get(value.strip().lower())
        if not isinstance(value, bool):
            self.fail((name,), "这里应该是 true 或 false。", "Expected true or false.")
        return value

    def day(self, name: str) -> dt.date | None:
        """A calendar day, None when missing."""
        value = self.get(name)
        moment = as_moment(value, dt.UTC)
        if value is not None and moment is None:
            self.fail((name,), "这里应该是日期，例如 2026-06-12。", "Expected a date such as 2026-06-12.")
        return moment.date() if moment else None

    def moment(self, name: str, zone: dt.tzinfo, hour: int = 0) -> dt.datetime | None:
        """A date-time, aware; see ``as_moment``."""
        value = self.get(name)
        moment = as_moment(value, zone, hour)
        if value is not None and moment is None:
            self.fail(
                (name,),
                "这里应该是时间，例如 2026-06-17T09:00:00-07:00。",
                "Expected a time such as 2026-06-17T09:00:00-07:00.",
            )
        return moment

    def items(self, name: str) -> list[Any]:
        """A list; one single value counts as a list of one, nothing as an empty list."""
        value = self.get(name)
        return value if isinstance(value, list) else [] if value is None else [value]

    def words(self, name: str) -> tuple[str, ...]:
        """A list of short texts."""
        found = self.items(name)
        for n, item in enumerate(found):
            if isinstance(item, (dict, list)) or item is None:
                self.fail((name, n), "这里应该是一段文字。", "Expected a piece of text.")
        return tuple(str(iso(item)).strip() for item in found)

    def each(self, name: str, make: Callable[[Form, int], T], plain: str) -> tuple[T, ...]:
        """``make`` for every entry of a list of forms; a plain string becomes a form with the one field ``plain``."""
        made = []
        for n, item in enumerate(self.items(name)):
            if isinstance(item, (str, int, float, dt.date)):
                item = {plain: str(iso(item))}
            made.append(make(Form(self.document, item, (*self.path, name, n)), n))
        return tuple(made)

    def form(self, name: str) -> Form | None:
        """A form inside this one, None when missing."""
        value = self.get(name)
        return None if value is None else Form(self.document, value, (*self.path, name))

    def move(self, word: str, keys: Sequence[Key]) -> Move:
        """The move called ``word``; else ContentError naming the closest."""
        return Move(self.one_of(word, MOVES, keys).upper())

    def rest(self) -> Iterable[str]:
        """The names nobody has asked for."""
        return [name for name in self.value if name not in self.asked]
