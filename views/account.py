"""One's own account: language, password, sign out everywhere."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import OWN_NAMES, Words
from desk import people
from desk.people import Person

from .ink import draw, esc
from .person import current_person, current_words, now, the_desk


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    who = f"{esc(person.name)} · {esc(person.login)} · {esc(person.classroom)}"
    draw(f'<div class="headline"><h1>{esc(say("Account"))}</h1></div><p class="soft">{who}</p>')
    left, right = st.columns(2, gap="large")
    with left:
        st.segmented_control(
            say("Language"), ["zh", "en"], default=say.lang, required=True, key="account_lang",
            format_func=OWN_NAMES.__getitem__, on_change=_language, args=(person,),
        )  # fmt: skip
        st.subheader(say("Everywhere"), anchor=False)
        draw(f'<p class="soft">{esc(say("Used a computer in the lab? This ends every sign-in, this one too."))}</p>')
        if st.button(say("Sign out everywhere"), key="everywhere", icon=":material/logout:"):
            people.sign_out_everywhere(the_desk(), person)
            st.rerun()
    with right:
        _password(person, say)


def _language(person: Person) -> None:
    lang = str(st.session_state["account_lang"])
    st.session_state["lang"] = lang
    people.set_lang(the_desk(), person, "en" if lang == "en" else "zh")


def _password(person: Person, say: Words) -> None:
    with st.form("password", border=True, clear_on_submit=True):
        st.subheader(say("Change password"), anchor=False)
        old = st.text_input(say("Current password"), type="password", autocomplete="current-password")
        new = st.text_input(say("New password"), type="password", autocomplete="new-password")
        again = st.text_input(say("New password again"), type="password", autocomplete="new-password")
        sent = st.form_submit_button(say("Change password"), type="primary")
    if not sent:
        return
    if new != again:
        st.warning(say("The two new passwords are not the same."))
        return
    try:
        people.change_password(the_desk(), person, old or "", new or "", now())
    except HaikeError as error:
        st.warning(error.say(say.lang))
    else:
        st.success(say("Changed. Sign in again with the new password."))
