"""The database as a whole: opening it, bringing it up to date, one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_MS = 15_000  # how long a writer waits for another one; a turn is written in a few milliseconds
# FULL and not NORMAL: under WAL, NORMAL may lose the last commits when the machine loses power, and a reply that
# was acknowledged must never be lost. Costs one fsync a reply.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")


@dataclass(frozen=True)
class Store:
    """An open database. ``reading`` and ``writing`` give one transaction each."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed as a whole at the end, or not at all.

        SQLite takes the write lock at once (BEGIN IMMEDIATE): two writers then wait for each other instead of
        failing halfway.
        """
        with Session(self.engine.execution_options(writes=True)) as session, session.begin():
            yield session

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Opens the database at ``url`` (``sqlite:///…`` or ``postgresql…``) and brings its tables up to date."""
    engine = connect(url)
    migrate(engine)
    return Store(engine)


def connect(url: str) -> Engine:
    """An engine for ``url``; ``postgres://`` and ``postgresql://`` are taken as psycopg 3. Changes no tables."""
    where = make_url(url)
    if where.get_backend_name() in ("postgres", "postgresql") and where.drivername != "postgresql+psycopg":
        where = where.set(drivername="postgresql+psycopg")
    if where.get_backend_name() == "sqlite":
        if where.database and where.database != ":memory:":
            Path(where.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(where, connect_args={"timeout": BUSY_MS / 1000}, pool_size=10, max_overflow=30)
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        return engine
    return create_engine(where, pool_pre_ping=True, pool_size=10, max_overflow=20)


def migrate(engine: Engine) -> None:
    """Runs every migration that this database has not seen; several processes may start at once."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7423001)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins no transactions of its own; ``_begin`` does
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")
