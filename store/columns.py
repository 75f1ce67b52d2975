"""Column types that behave the same on SQLite and PostgreSQL: moments, what people write, values as JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

MARK = "\ue000"  # a private character: nobody's keyboard has it, and where it does occur it is escaped too
_ODD = re.compile(f"[\0{MARK}]")
_ESCAPED = re.compile(f"{MARK}([0-9a-f]{{4}})")
_LONE = re.compile("[\ud800-\udfff]")


def pack(text: str) -> str:
    """``text`` without NUL, which PostgreSQL cannot hold: NUL and the mark itself become mark + four hex digits.

    Reversible, so that the offsets of a reading still fit the text. Half surrogates, which no encoding can hold,
    become U+FFFD.
    """
    return _LONE.sub("\ufffd", _ODD.sub(lambda m: f"{MARK}{ord(m[0]):04x}", text))


def unpack(text: str) -> str:
    """The text that was packed."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


class Written(TypeDecorator[str]):
    """What a person wrote, whatever characters are in it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else pack(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unpack(value)


class Moment(TypeDecorator[dt.datetime]):
    """An aware moment; kept in UTC (SQLite keeps no zone, so it is put back on the way out)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Plain(TypeDecorator[Any]):
    """Lists and mappings as JSON text.

    Text and not JSONB: NUL inside a JSON string is ``\\u0000``, which JSONB refuses and text keeps.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
