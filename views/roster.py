"""The roster: add one student, or many from a table; remove the sample class."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import people, progress, roster
from desk.people import Person

from .ink import draw, esc
from .person import current_person, current_words, now, the_desk
from .second import draw_setting

# Streamlit's uploader speaks English only; its words give way to ours.
UPLOAD = (
    "<style>.st-key-roster_file [data-testid=stFileUploaderDropzoneInstructions]{display:none}"
    ".st-key-roster_file section button p{font-size:0}.st-key-roster_file section button p::after"
    "{content:'WORDS';font-size:.9rem}</style>"
)


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    students = progress.classroom(the_desk(), person, now()).students
    draw(
        f'<div class="headline"><h1>{esc(say("Roster"))}</h1>'
        f'<span class="soft">{esc(say("{n} students", n=len(students)))}</span></div>'
    )
    if added := st.session_state.pop("roster_added", ""):
        st.success(str(added))
    if person.sample:
        text = say("This is the sample class. A class of your own begins with a teacher of your own (see the README).")
        draw(f'<p class="note">{esc(text)}</p>')
    left, right = st.columns([1, 1.2], gap="large")
    with left:
        _one(person, say)
        _names([s.name for s in students], say)
    with right:
        _many(person, say)
    draw_setting(person, say)
    if person.sample:
        _sample(person, say)


def _names(names: list[str], say: Words) -> None:
    if names:
        draw(f"<h4>{esc(say('In this class'))}</h4><p>{esc(say('list comma').join(names))}</p>")


def _one(person: Person, say: Words) -> None:
    with st.form("one", border=True, clear_on_submit=True):
        st.subheader(say("Add one student"), anchor=False)
        name = st.text_input(say("Name"), max_chars=60)
        login = st.text_input(say("Account"), max_chars=60, autocomplete="off")
        password = st.text_input(say("First password"), type="password", max_chars=200, autocomplete="new-password")
        sent = st.form_submit_button(say("Add"), type="primary", disabled=person.sample)
    if sent:
        try:
            added = people.add_student(the_desk(), person, (name or "").strip(), (login or "").strip(), password or "")
        except HaikeError as error:
            st.warning(error.say(say.lang))
        else:
            _added(say("{name} can sign in now.", name=added.name))


def _many(person: Person, say: Words) -> None:
    with st.form("many", border=True):
        st.subheader(say("Add a whole class"), anchor=False)
        st.caption(
            say(
                "One student a line: name, account, first password, with commas. "
                "Paste it, from a spreadsheet too, or choose a CSV file."
            )
        )
        sample = "林一,lin01,Haike-2026\n周二,zhou02,Haike-2026"  # words: an example of the data
        pasted = st.text_area(say("Paste here"), height=150, placeholder=sample, label_visibility="collapsed")
        st.html(UPLOAD.replace("WORDS", esc(say("Choose a CSV file"))))
        file = st.file_uploader(say("CSV file"), type=["csv", "txt"], label_visibility="collapsed", key="roster_file")
        sent = st.form_submit_button(say("Add all"), type="primary", disabled=person.sample)
    if not sent:
        return
    data = file.getvalue() if file is not None else roster.pasted(pasted or "") if (pasted or "").strip() else b""
    if not data.strip():
        st.warning(say("Paste a list or choose a file first."))
        return
    try:
        result = people.import_roster(the_desk(), person, data)
    except HaikeError as error:
        st.warning(error.say(say.lang))
        return
    if result.errors:
        st.warning(say("Nobody was added yet. Please correct these lines:"))
        lines = "".join(
            f"<tr><td><b>{esc(say('Line {n}', n=e.line) if e.line else say('File'))}</b></td>"
            f"<td>{esc(say.pick(e.text))}</td></tr>"
            for e in result.errors[:30]
        )
        draw(f"<table><tbody>{lines}</tbody></table>")
    else:
        _added(say("Added: {n}. They can sign in now.", n=len(result.added)))


def _added(text: str) -> None:
    """Draws the page once more, with the new names and this text on top."""
    st.session_state["roster_added"] = text
    st.rerun()


def _sample(person: Person, say: Words) -> None:
    with st.container(border=True):
        st.subheader(say("Remove the sample class"), anchor=False)
        text = say("Deletes the sample students, their replies and the demo sign-in for good. You will be signed out.")
        draw(f"<p>{esc(text)}</p>")
        sure = st.checkbox(say("Yes, remove it"), key="sure")
        if st.button(say("Remove the sample class"), key="remove", disabled=not sure):
            people.remove_sample_class(the_desk(), person)
            st.rerun()
