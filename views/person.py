"""Who is looking, in which language, at what time: the one place where a screen asks."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from content.words import Words, words
from desk import people
from desk.people import Person

COOKIE = "haike"  # the sign-in: random, HttpOnly, never seen by a script in the browser
FORM_COOKIE = "haike_form"  # repeated in a hidden field of every form, so that another site cannot post ours
LANG_COOKIE = "haike_lang"
CHINA = dt.timezone(dt.timedelta(hours=8))


@functools.cache
def _opened() -> Any:
    from desk import open_desk

    return open_desk()


def the_desk() -> Any:
    """The desk of this process, opened once: database, cases, reader."""
    return _opened()


def cookie(name: str) -> str | None:
    """A cookie as the browser sent it when this page was opened."""
    return st.context.cookies.get(name)


def now() -> dt.datetime:
    """The clock of the screens, aware, UTC."""
    return dt.datetime.now(dt.UTC)


def current_person() -> Person | None:
    """Who is signed in, asked anew on each run so that signing out elsewhere counts at once."""
    token = cookie(COOKIE)
    return people.who(the_desk(), token, now()) if token else None


def current_words() -> Words:
    """The words in the language this person reads; the session's choice goes before the stored one."""
    return words(st.session_state.get("lang", "zh"))


def form_token() -> str:
    """What a form on a screen must repeat to be accepted by the door."""
    return cookie(FORM_COOKIE) or ""


def local(when: dt.datetime) -> dt.datetime:
    """``when`` in the zone of the reader's browser; China's when it does not tell."""
    try:
        return when.astimezone(ZoneInfo(st.context.timezone or "Asia/Shanghai"))
    except (ZoneInfoNotFoundError, ValueError):
        return when.astimezone(CHINA)
