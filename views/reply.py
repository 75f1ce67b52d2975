"""The box to answer in: keeps what is typed, counts words, and sends once."""

from __future__ import annotations

import secrets
from pathlib import Path

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import practice
from desk.people import Person
from desk.practice import AttemptView

from .ink import draw, esc
from .person import current_words, now, the_desk

# While somebody types, nothing reaches the server; watch.js commits the text after a pause, as Ctrl+Enter would.
_watch = st.components.v2.component(
    "haike_watch",
    html='<div class="count"\n aria-live="polite"></div>',
    css=(
        ".count {\n font-family: var(--st-font); font-size: 0.85rem; min-height: 1.3em;"
        " color: light-dark(#5a6870, #9fb0b7); }"
    ),
    js=Path(__file__).with_name("watch.js").read_text(encoding="utf-8"),
)


def box_key(view: AttemptView) -> str:
    """The key of the text area: a new one for each turn, so that a late second click finds the old one."""
    return f"reply_{view.id}_{len(view.turns)}"


def watch(box: str, language: str, saved: str, key: str, say: Words) -> None:
    """Counts the words in the text area of class ``box`` and keeps them after a pause; ``saved`` is said beside."""
    count = say("# characters") if language == "zh" else say("# words")
    data = {"box": box, "lang": language, "saved": saved, "typing": say("typing…"), "count": count}
    _watch(data=data, key=key)


def draw_reply_box(person: Person, view: AttemptView, say: Words) -> None:
    """Draws the box; only this part runs again while somebody writes."""
    key = box_key(view)
    if key not in st.session_state:
        st.session_state[key] = view.draft
    with st.container(key=f"reply_box_{view.id}"):
        _box(person, view.id, key, view.case.language, len(view.turns))
    hint = say("See what silence does: a day passes without an answer.")
    st.button(
        say("Let a day pass"), key=f"wait_{view.id}_{len(view.turns)}", type="tertiary", icon=":material/bedtime:",
        help=hint, on_click=_wait, args=(person, view.id),
    )  # fmt: skip


@st.fragment
def _box(person: Person, attempt_id: int, key: str, language: str, turns: int) -> None:
    say = current_words()
    title = say("Your next answer") if turns else say("Your reply")
    hint = say("Write in Chinese.") if language == "zh" else say("Write in English, as you would to a real buyer.")
    st.text_area(
        title, key=key, height=190, placeholder=hint, on_change=_keep, args=(person, attempt_id, key),
    )  # fmt: skip
    left, right = st.columns([1.6, 1], vertical_alignment="center")
    with left:
        saved = st.session_state.get(f"{key}_saved", "")
        watch(f"st-key-{key}", language, saved, f"{key}_watch", say)
    with right:
        nonce = st.session_state.setdefault(f"{key}_nonce", secrets.token_urlsafe(12))
        sent = st.button(
            say("Send"), key=f"{key}_send", type="primary", icon=":material/send:", width="stretch",
            on_click=_send, args=(person, attempt_id, key, nonce),
        )  # fmt: skip
    if trouble := st.session_state.pop(f"{key}_trouble", None):
        draw(f'<p class="note" role="alert">{esc(trouble)}</p>')
    elif sent:
        st.rerun(scope="app")


def _wait(person: Person, attempt_id: int) -> None:
    """A silent day."""
    say = current_words()
    try:
        turn = practice.wait_day(the_desk(), person, attempt_id, now())
    except HaikeError as error:
        st.toast(error.say(say.lang))
        return
    if turn is None:
        st.toast(say("The buyer has not stirred."))


def _keep(person: Person, attempt_id: int, key: str) -> None:
    """What is typed goes to the database as it happens."""
    say = current_words()
    try:
        practice.save_draft(the_desk(), person, attempt_id, str(st.session_state.get(key) or ""), now())
    except HaikeError as error:
        st.session_state[f"{key}_trouble"] = error.say(say.lang)
        return
    st.session_state[f"{key}_saved"] = say("saved")


def _send(person: Person, attempt_id: int, key: str, nonce: str) -> None:
    """Sends the reply; the nonce makes a second click the same reply."""
    say = current_words()
    text = str(st.session_state.get(key) or "")
    if not text.strip():
        st.session_state[f"{key}_trouble"] = say("Write something first.")
        return
    try:
        practice.answer(the_desk(), person, attempt_id, text, nonce, now())
    except HaikeError as error:
        st.session_state[f"{key}_trouble"] = error.say(say.lang)
    else:
        st.session_state["just_sent"] = attempt_id
