"""The student's own words with their marks, as a component: hover, tap or tab to a word and it says why."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from content.words import Words
from desk.practice import TurnView

from .marks import as_data

HERE = Path(__file__)

_component = st.components.v2.component(
    "haike_marked",
    html=(
        '<div class="root">\n<div class="text" dir="auto"></div>'
        '<div class="why" aria-live="polite"></div><div class="legend"></div>\n</div>'
    ),
    css=HERE.with_suffix(".css").read_text(encoding="utf-8"),
    js=HERE.with_suffix(".js").read_text(encoding="utf-8"),
)


def marked_text(turn: TurnView, say: Words, key: str) -> None:
    """Draws the words of a turn with their marks."""
    _component(data=as_data(turn, say), key=key)
