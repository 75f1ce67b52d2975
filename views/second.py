"""What a language model proposed for a reply, apart from the grade, and the teacher's button that asks for it."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import second
from desk.people import Person
from desk.practice import TurnView
from desk.second import SecondRow

from .ink import bullets, chip, draw, esc
from .person import local, now, the_desk

QUOTED = 160  # characters of a quotation


def draw_asking(person: Person, turn: TurnView, say: Words, tasks: dict[str, str]) -> None:
    """The teacher's part: the opinion there is, and a button for a new one where a model is set."""
    draw_second(turn, say, tasks)
    if trouble := st.session_state.pop("second_trouble", None):
        st.warning(say.pick(trouble))
    if not second.model(the_desk()):
        return
    label = say("Ask again for a second opinion") if turn.second else say("Ask for a second opinion")
    if st.button(label, key=f"second_{turn.id}", icon=":material/psychology_alt:"):
        with st.spinner(say("The model reads; the grade stays as it is.")):
            try:
                second.ask(the_desk(), person, turn.id, now())
            except HaikeError as error:
                st.session_state["second_trouble"] = {"zh": error.zh, "en": error.en}
        st.rerun()


def draw_second(turn: TurnView, say: Words, tasks: dict[str, str]) -> None:
    """The opinion on a turn, if there is one that may be seen; ``tasks`` gives the wording of the case's tasks."""
    if turn.second is not None:
        draw(_html(turn, say, tasks))


def _html(turn: TurnView, say: Words, tasks: dict[str, str]) -> str:
    found = turn.second
    if found is None:
        return ""
    agreed, once = ([r for r in found.rows if r.agreed is both] for both in (True, False))
    head = f"<b>{esc(say('Second opinion'))}</b> {chip(found.model, 'line')} {esc(say.moment(local(found.at)))}"
    about = say("Proposed by a language model, shown apart: it changes no level, no ceiling and no total.")
    parts = [f'<p>{head}</p><p class="note">{esc(about)}</p>']
    for title, rows in ((say("In both runs"), agreed), (say("In one run only"), once)):
        if rows:
            lines = bullets([_row(turn, row, say, tasks) for row in rows])
            parts.append(
                f"<details {'open' if rows is agreed else ''}><summary>{esc(title)}</summary>{lines}</details>"
            )
    if not found.rows:
        parts.append(f"<p>{esc(say('It proposed nothing that could be used.'))}</p>")
    if found.dropped:
        left = say("Left out, because the words are not in the reply or the code is in no list: {n}", n=found.dropped)
        parts.append(f'<p class="soft"><small>{esc(left)}</small></p>')
    if found.removed:
        hidden = say("Taken out before the model saw it, because it speaks to a grader: {n}", n=found.removed)
        parts.append(f'<p class="soft"><small>{esc(hidden)}</small></p>')
    return f'<section class="card" aria-label="{esc(say("Second opinion"))}">{"".join(parts)}</section>'


def _row(turn: TurnView, row: SecondRow, say: Words, tasks: dict[str, str]) -> str:
    name = {
        "move": lambda: say.name("move", row.code),
        "violation": lambda: say.name("violation", row.code),
        "task": lambda: say(
            "{name}: {text}", name=tasks.get(row.code, row.code), text=say.name("task state", row.value)
        ),
        "level": lambda: say("{name}: level {n} of 4", name=say.name("criterion", row.code), n=row.value),
    }[row.kind]()
    words = row.span.of(turn.text)[:QUOTED] if row.span else ""
    quote = f" <q>{esc(words)}</q>" if words else ""
    lacks = f" {esc(say('Missing: {task}', task=tasks.get(row.lacks, row.lacks)))}" if row.lacks else ""
    differs = f" {chip(say('differs from the grade'), 'warn')}" if row.differs else ""
    return f"{esc(name)}{quote}{lacks}{differs}"


def draw_setting(person: Person, say: Words) -> None:
    """Whether the class sees second opinions: the teacher's switch, or a line that no model is set."""
    if not second.model(the_desk()):
        st.caption(say("Second opinion: off. This server has no language model; the README says how to set one."))
        return
    st.toggle(
        say("Students see second opinions on their own replies"),
        value=second.shown_to_class(the_desk(), person),
        key="second_shown",
        on_change=_switch,
        args=(person,),
    )


def _switch(person: Person) -> None:
    second.show_to_class(the_desk(), person, bool(st.session_state.get("second_shown")))
