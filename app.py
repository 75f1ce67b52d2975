"""The front door: starts the app, warms it before the first visitor, and keeps the gate. ``python app.py``."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware

from views.door import routes
from views.gate import Gate
from views.trouble import on_script_error

HERE = Path(__file__).parent


def warm() -> None:
    """Everything that is slow the first time: database, cases, reader, words, figures."""
    from content.words import LANGS, words
    from views import charts, pages
    from views.person import the_desk

    for lang in LANGS:
        words(lang)
    the_desk()
    charts.warm()
    pages.load()


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Warms up in a thread, then puts all that was loaded out of the collector's sight (it stays for good)."""
    await to_thread.run_sync(warm)
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    HERE / "views" / "main.py",
    routes=routes(),
    middleware=[Middleware(Gate)],
    lifespan=lifespan,
    on_script_error=on_script_error,
)

if __name__ == "__main__":
    settings: dict[str, Any] = {"server.port": int(os.environ.get("HAIKE_PORT", "8501"))}
    if address := os.environ.get("HAIKE_ADDRESS"):
        settings["server.address"] = address
    app.run(config=settings)
