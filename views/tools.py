"""The tools of an agent: size chart, the buyer's clock, tracking history, letters to start from."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from content.words import Words
from desk import practice
from desk.people import Person
from desk.practice import AttemptView

from .ink import draw, esc
from .person import now, the_desk
from .reply import box_key

SLOT = re.compile(r"(\{[^{}\n]{1,60}\}|\[[^\[\]\n]{1,60}\]|×{2,}|X{3,}|_{3,})")


def draw_tools(person: Person, view: AttemptView, say: Words) -> None:
    """Draws the tools this case has."""
    tools = view.tools
    if tools.buyer_local_time:
        when = say("It is {time} where the buyer is.", time=tools.buyer_local_time)
        draw(f"<p>{esc(when)} <small>{esc(tools.buyer_zone)}</small></p>")
    if tools.tracking_history:
        draw(f"<h4>{esc(say('Tracking history'))}</h4>{table(tools.tracking_history, say)}")
    if tools.size_chart:
        draw(f"<h4>{esc(say('Size chart'))}</h4>{table(tools.size_chart, say)}")
    _letters(person, view, say)


def table(lines: list[dict[str, Any]], say: Words) -> str:
    """A small table of a case; its columns have words where we know them."""
    columns = list(dict.fromkeys(c for line in lines for c in line))
    head = "".join(f"<th>{esc(say.name('column', c))}</th>" for c in columns)
    body = "".join("<tr>" + "".join(f"<td>{_cell(line.get(c), say)}</td>" for c in columns) + "</tr>" for line in lines)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cell(value: Any, say: Words) -> str:
    return esc(say.pick(value)) if isinstance(value, dict) else esc("" if value is None else value)


def letter_html(text: str) -> str:
    """A model letter with the places to fill in highlighted."""
    return SLOT.sub(lambda m: f'<span class="slot">{m.group().strip("{}").replace("_", " ")}</span>', esc(text))


def _letters(person: Person, view: AttemptView, say: Words) -> None:
    letters = {letter.id: letter for letter in view.tools.letters}
    if not letters:
        return
    draw(f"<h4>{esc(say('Letters to start from'))}</h4>")
    chosen = st.selectbox(
        say("Letter"), list(letters), index=None, placeholder=say("Choose a letter"), key=f"letter_{view.id}",
        format_func=lambda i: say.pick(letters[i].title), label_visibility="collapsed",
    )  # fmt: skip
    if chosen is None:
        return
    letter = letters[chosen]
    draw(f'<div class="letter said" lang="{letter.language}">{letter_html(letter.text)}</div>')
    if note := say.pick(letter.notes):
        st.caption(note)
    if view.can_answer:
        st.button(
            say("Put it into my reply"), key=f"use_letter_{view.id}", icon=":material/content_paste_go:",
            on_click=_use, args=(person, view.id, box_key(view), letter.text),
        )  # fmt: skip


def _use(person: Person, attempt_id: int, key: str, text: str) -> None:
    """Adds the letter to what is written already and keeps it."""
    written = str(st.session_state.get(key) or "").rstrip()
    st.session_state[key] = f"{written}\n\n{text}" if written else text
    practice.save_draft(the_desk(), person, attempt_id, st.session_state[key], now())
