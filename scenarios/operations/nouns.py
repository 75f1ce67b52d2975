"""The nouns of the operations room: the console, its acts and their forms, the room, what came of an act.

A row is a plain dictionary that is never changed in place; its moments are naive UTC, as in an account's tables.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64decode
from typing import Any, Literal

from pydantic import Field as Has

from reading.nouns import Frozen
from scenarios.nouns import Text

Row = dict[str, Any]
When = Literal["early", "late", "not_allowed", "forbidden", "form"]


class Field(Frozen):
    """One field of an act's form. ``row`` and ``rows`` hold ids of ``table``; ``file`` holds a Handed."""

    id: str
    kind: Literal["text", "long_text", "number", "money", "date", "choice", "row", "rows", "file"]
    name: Text
    table: str = ""
    options: dict[str, Text] = Has(default_factory=dict)  # value -> what the screen says
    required: bool = True
    hint: Text = Has(default_factory=dict)
    at_least: float | None = None
    at_most: float | None = None


class Operation(Frozen):
    """What a seller may do: its form, the menu path, and the rows it is offered for.

    ``table`` and ``where`` say which rows show the button (empty: the whole console); that it is offered does not
    mean that it is allowed now. ``irreversible`` acts say ``warning`` before they are done.
    """

    name: Text
    fields: tuple[Field, ...] = ()
    path: Text = Has(default_factory=dict)
    table: str = ""
    where: dict[str, Any] = Has(default_factory=dict)
    gives: tuple[str, ...] = ()  # files that can be downloaded once it is done
    irreversible: bool = False
    warning: Text = Has(default_factory=dict)
    done: Text = Has(default_factory=dict)  # said afterwards; {field} names the form's fields
    source: str
    doubt: Text = Has(default_factory=dict)


class Column(Frozen):
    """One column of a table; ``values`` gives the words for its codes.

    ``left`` columns hold no data: they show the hours that ``clock`` of the rule sheet still runs, from the moment in
    the column ``starts`` and only while the column ``stops`` is empty.
    """

    name: Text
    type: Literal["text", "number", "money", "moment", "day", "yes", "code", "list", "left"] = "text"
    values: dict[str, Text] = Has(default_factory=dict)
    starts: str = ""
    stops: str = ""
    clock: str = ""


class Table(Frozen):
    """One table of the console. ``hidden`` columns are only in the data: no screen and no file shows them."""

    name: Text
    columns: dict[str, Column]
    hidden: tuple[str, ...] = ()


class Says(Frozen):
    """Why an act is refused, with {placeholders}, and the fact that says so. ``grave``: trying it is a breach."""

    zh: str
    en: str
    source: str
    grave: bool = False


class Console(Frozen):
    """Everything about a platform's console that may be corrected without code."""

    platform: str
    tables: dict[str, Table]
    acts: dict[str, Operation]
    refusals: dict[str, Says]
    recipes: dict[str, dict[str, Any]] = Has(default_factory=dict)  # how rows are made: see ``made.py``


class Handed(Frozen):
    """A file handed in: its name, and its text or, as uploaded, its bytes in base64."""

    name: str
    text: str = ""
    base64: str = ""

    @property
    def content(self) -> bytes:
        """The bytes; ValueError when base64 is broken."""
        return b64decode(self.base64, validate=True) if self.base64 else self.text.encode()


class Download(Frozen):
    """A real file to be saved: its name, its media type and its bytes."""

    name: str
    media: str
    content: bytes


class Act(Frozen):
    """One act as the student did it. ``args`` by the ids of the form's fields, as JSON has them."""

    name: str
    args: dict[str, Any] = Has(default_factory=dict)


class Fault(Frozen):
    """One finding in a file: line and column (1-based; 0: the whole file), a code, and what to do.

    An ``error`` stops its row (or the file), a ``warning`` lets it through but costs, a ``note`` only tells.
    """

    kind: Literal["error", "warning", "note"] = "error"
    line: int = 0
    column: int = 0
    field: str = ""
    code: str
    zh: str
    en: str
    source: str


class Refused(Frozen):
    """The platform says no: which rule, and from when or until when it would say yes."""

    code: str
    zh: str
    en: str
    source: str
    when: When = "not_allowed"
    starts: dt.date | None = None
    until: dt.date | None = None
    faults: tuple[Fault, ...] = ()


class Entry(Frozen):
    """One line of the room's log: an act (done or refused), or what happened by itself (``act`` empty)."""

    at: dt.datetime
    act: str = ""
    args: dict[str, Any] = Has(default_factory=dict)
    refused: Refused | None = None
    faults: tuple[Fault, ...] = ()
    zh: str = ""
    en: str = ""
    source: str = ""


class Room(Frozen):
    """One moment of a shop: the tables as the console shows them, and all that has happened."""

    platform: str
    now: dt.datetime
    tables: dict[str, tuple[Row, ...]]
    log: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()  # what a file handed in by the last act had wrong; the engine logs it


Outcome = Room | Refused
