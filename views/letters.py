"""The library of model letters: find one by stage or platform, read it, see which places to fill in."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk import library
from desk.library import LetterRow

from .inbox import PLATFORMS, STAGES
from .ink import chip, draw, esc
from .person import current_person, current_words, the_desk
from .tools import letter_html


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    lead = say("Start from one of these, then make it fit this buyer. The marked places are yours to fill in.")
    draw(f'<div class="headline"><h1>{esc(say("Model letters"))}</h1></div><p class="soft">{esc(lead)}</p>')
    letters = library.letters(the_desk())
    found = _filter(letters, say)
    if not found:
        draw(f'<p class="note">{esc(say("No letter fits these filters."))}</p>')
        return
    left, right = st.columns([1, 1.7], gap="medium")
    by_id = {letter.id: letter for letter in found}
    with left, st.container(height=560, border=False):
        chosen = st.radio(
            say("Letter"), list(by_id), key="letter_chosen", label_visibility="collapsed",
            format_func=lambda i: say.pick(by_id[i].title),
            captions=[say.name("stage", letter.stage) for letter in found],
        )  # fmt: skip
    with right:
        _letter(by_id[chosen or found[0].id], say)


def _filter(letters: tuple[LetterRow, ...], say: Words) -> list[LetterRow]:
    with st.container(horizontal=True):
        stage = st.selectbox(
            say("All stages"), STAGES, index=None, placeholder=say("All stages"), key="letters_stage", width=170,
            format_func=lambda s: say.name("stage", s), label_visibility="collapsed",
        )  # fmt: skip
        platform = st.selectbox(
            say("All platforms"), PLATFORMS, index=None, placeholder=say("All platforms"), key="letters_platform",
            width=170, format_func=lambda p: say.name("platform", p), label_visibility="collapsed",
        )  # fmt: skip
    return [
        letter
        for letter in letters
        if stage in (None, letter.stage) and (platform is None or not letter.platforms or platform in letter.platforms)
    ]


def _letter(letter: LetterRow, say: Words) -> None:
    tags = chip(say.name("stage", letter.stage), "line")
    tags += " " + " ".join(chip(say.name("platform", p), "sea") for p in letter.platforms)
    draw(f'<h3>{esc(say.pick(letter.title))}</h3><p>{tags}</p><div class="letter said" lang="{letter.language}">'
         f"{letter_html(letter.text)}</div>")  # fmt: skip
    if note := say.pick(letter.notes):
        draw(f'<p class="note" style="margin-top:.6rem">{esc(note)}</p>')
    with st.expander(say("Plain text to copy")):
        st.code(letter.text, language=None, wrap_lines=True)
    if letter.source:
        st.caption(say("Source: {ids}", ids=say("list comma").join(letter.source)))
