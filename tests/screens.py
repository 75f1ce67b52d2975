"""One view at a time, drawn by Streamlit's own test runner on a real desk, signed in through a real token."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from content.words import words
from desk import Desk, people, practice
from desk.people import Person
from store import open_store
from tests.conftest import desk_on
from views import person as door

NOW = dt.datetime.now(dt.UTC)
PASSWORD = "battery staple"
Draw = Callable[..., AppTest]


def script(module: str) -> None:
    """What the test runner runs: one page."""
    import importlib

    importlib.import_module(f"views.{module}").page()


@pytest.fixture
def room(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Desk]:
    """A desk with three small cases on a fresh SQLite file."""
    shutil.copy(migrated_sqlite, tmp_path / "haike.db")
    store = open_store(f"sqlite:///{tmp_path / 'haike.db'}")
    yield desk_on(store)
    store.close()


@pytest.fixture
def wang(room: Desk) -> Person:
    """A teacher."""
    return people.add_teacher(room, "王老师", "wang", PASSWORD, "商英一班")


@pytest.fixture
def lei(room: Desk, wang: Person) -> Person:
    """A student of hers."""
    return people.add_student(room, wang, "李雷", "lilei", PASSWORD)


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """Where a view sent the reader: (address, query)."""
    places: list[tuple[str, dict[str, str]]] = []

    def note(page: Any, query_params: dict[str, str] | None = None) -> None:
        places.append((page.url_path, dict(query_params or {})))

    monkeypatch.setattr(st, "switch_page", note)
    return places


@pytest.fixture
def draw(room: Desk, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """``draw("inbox", somebody)`` gives the page as she sees it; ``lang`` and query parameters by name."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # the runner leaves its own behind

    def drawn(module: str, who: Person, lang: str = "zh", **query: object) -> AppTest:
        token = people.sign_in(room, who.login, PASSWORD, "127.0.0.1", dt.datetime.now(dt.UTC))
        monkeypatch.setattr(door, "_opened", lambda: room)
        monkeypatch.setattr(door, "cookie", {door.COOKIE: token}.get)
        page = AppTest.from_function(script, args=(module,), default_timeout=20)
        page.session_state["lang"] = lang
        for name, value in query.items():
            page.query_params[name] = str(value)
        return fine(page.run())

    return drawn


def fine(page: AppTest) -> AppTest:
    """The page itself, once it is sure that nothing on it failed."""
    assert not page.exception, page.exception
    return page


def text_of(page: AppTest) -> str:
    """Everything written on the page as HTML, in one piece."""
    return "\n".join(e.value for e in page.html) + "\n".join(e.value for e in page.caption)


def say(msgid: str, lang: str = "zh", **values: object) -> str:
    return words(lang)(msgid, **values)


def answered(room: Desk, who: Person, text: str = "Hello STATUS t1 t2", case: str = "mug") -> int:
    """An attempt with one reply in it."""
    attempt = practice.open_case(room, who, case, "practice", NOW)
    practice.answer(room, who, attempt, text, f"n-{attempt}", NOW)
    return attempt
