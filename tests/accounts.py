"""Small accounts for the tests of rules: only the cells that matter are written, every other one is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from content.loader import load_documents
from scenarios.platforms import bulk

COLUMNS = Path(bulk.__file__).parents[1] / "clinic" / "columns.yaml"
TYPES = {"text": "object", "yes": "object", "number": "float64", "moment": "datetime64[s]"}
Rows = Iterable[Mapping[str, Any]]


def at(text: str) -> dt.datetime:
    """A moment in UTC from ``YYYY-MM-DD HH:MM`` or ``YYYY-MM-DD``."""
    return dt.datetime.fromisoformat(text)


def tables(orders: Rows = (), messages: Rows = (), notices: Rows = ()) -> dict[str, pd.DataFrame]:
    """The three tables with every column of ``columns.yaml``."""
    (columns,) = load_documents(COLUMNS)
    given = {"orders": orders, "messages": messages, "notices": notices}
    return {name: _table(tuple(rows), columns.value[name]) for name, rows in given.items()}


def _table(rows: tuple[Mapping[str, Any], ...], columns: Mapping[str, Any]) -> pd.DataFrame:
    strange = {name for row in rows for name in row} - set(columns)
    assert not strange, strange
    return pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=TYPES[column["type"]])
            for name, column in columns.items()
        }
    )
