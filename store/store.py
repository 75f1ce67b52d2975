"""The database as a whole: opening it, bringing it up to date, one transaction at a time."""

from __future__ import annotations
from dataclasses import dataclass
from sqlalchemy import Engine


@dataclass(frozen=True)
class Store:
    """An open database."""

    engine: Engine


def open_store(url: str) -> Store:
    """Opens the database at ``url`` and brings its tables up to date."""
    raise NotImplementedError
