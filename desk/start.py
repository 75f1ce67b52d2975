"""Opening the desk: database, content, reader, and the sample class at the first start."""

from __future__ import annotations

import datetime as dt
import os
import threading
from dataclasses import replace
from pathlib import Path

from desk import sample
from desk.house import Desk, Read
from desk.shelf import load_letters, load_rules
from grading.rubric import load_rubric
from reading.opinion.endpoint import endpoint_of
from scenarios.case import load_cases
from store.store import open_store

CASES = Path(__file__).parents[1] / "scenarios" / "cases"


def open_desk(
    home: Path | None = None, url: str | None = None, read: Read | None = None, now: dt.datetime | None = None
) -> Desk:
    """Opens the database (and brings it up to date), reads cases, letters and rules, loads the reader.

    ``home`` defaults to ``HAIKE_HOME`` or ``./data``; ``url`` to ``HAIKE_DATABASE_URL`` or SQLite in ``home``. The
    sample class is made in a database that has never seen anybody: its people at once, their attempts in a thread
    within seconds. ``HAIKE_SAMPLE`` "0" leaves it out, "wait" returns only when it is complete; ``now`` is the moment
    its four weeks end. Raises ContentError for a broken content file.
    """
    desk = Desk(
        store=open_store(url or database_url(home)),
        cases={case.id: case for case in load_cases(CASES)},
        letters=load_letters(),
        rules=load_rules(),
        read=read or warm_read(),
        rubric=load_rubric(),
        endpoint=endpoint_of(os.environ),
    )
    wish = os.environ.get("HAIKE_SAMPLE", "")
    moment = now or dt.datetime.now(dt.UTC)
    alone = replace(desk, endpoint=None)  # nobody pays for the sample class
    if wish == "wait":
        sample.make(alone, moment)
    elif wish != "0" and sample.open_class(desk, moment):
        threading.Thread(target=sample.fill, args=(alone, moment), name="sample class", daemon=True).start()
    return desk


def database_url(home: Path | None = None) -> str:
    """Where the database is, by the settings (contracts, section 3)."""
    folder = home or Path(os.environ.get("HAIKE_HOME") or "data")
    named = os.environ.get("HAIKE_DATABASE_URL") if home is None else None
    return named or f"sqlite:///{(folder / 'haike.db').resolve().as_posix()}"


def warm_read() -> Read:
    """The house's own reader with its model loaded; imported here because a desk with another reader needs no model."""
    from reading.read import load_reader, read

    reader = load_reader()
    return lambda text, brief: read(text, brief, reader)
