"""The frame around each page: style, menu, name, language, sign-out, and news for the student."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from content.errors import HaikeError
from content.words import OWN_NAMES, Words
from desk import people, review
from desk.people import Person

from .exercise import draw_news
from .ink import STYLE, draw, esc
from .pages import go, landing, navigation
from .person import current_person, current_words, form_token, the_desk

STATIC = Path(__file__).parent / "static"
SIDEBAR = 228  # pixels
# The page says which language it is in; on a phone the menu closes once a page is chosen.
ONCE = """<script>document.documentElement.lang = 'LANG';
if (!window.haikeMenu) { window.haikeMenu = true; document.addEventListener('click', (event) => {
  if (window.innerWidth <= 768 && event.target.closest('[data-testid=stSidebarNavLink], .st-key-switch_language'))
    setTimeout(() => document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click(), 120);
}); }</script>"""


def draw_frame() -> None:
    """Draws one run of the script."""
    person = current_person()
    if person is not None and "lang" not in st.session_state:
        st.session_state["lang"] = person.lang
    say = current_words()
    st.set_page_config(
        page_title=say("Haike"), page_icon=str(STATIC / "icon.png"), layout="wide", initial_sidebar_state=SIDEBAR
    )
    st.logo(str(STATIC / "logo.png"), icon_image=str(STATIC / "icon.png"), size="large")
    st.html(STYLE)
    st.html(ONCE.replace("LANG", say.html_lang), unsafe_allow_javascript=True)
    if person is None:
        _signed_out(say)
        return
    page = navigation(person, say)
    _sidebar(person, say)
    if page.url_path in ("", "inbox", "progress"):  # where a student lands; not while she writes
        _news(person, say)
        draw_news(person, say)
    try:
        page.run()
    except HaikeError as error:
        st.warning(error.say(say.lang), icon=":material/info:")
        if st.button(say("Back to the start"), key="home", type="primary"):
            go(landing(person), person, say)


def _signed_out(say: Words) -> None:
    """The sign-in ended while the page was open."""
    st.html(
        f'<div class="hk note"><p>{esc(say("You are signed out. What you wrote is kept."))}</p>'
        f'<p><a href="/signin" target="_self">{esc(say("To the sign-in page"))}</a></p></div>'
        "<script>setTimeout(() => location.assign('/signin'), 1500)</script>",
        unsafe_allow_javascript=True,
    )


def _sidebar(person: Person, say: Words) -> None:
    role = say("Teacher") if person.role == "teacher" else say("Student")
    demo = f'<span class="demo">{esc(say("Demo"))}</span>' if person.sample else ""
    with st.sidebar:
        st.html(
            f'<div class="me"><b>{esc(person.name)}</b>{demo}<span>{esc(role)} · {esc(person.classroom)}</span></div>'
        )
        other = "en" if say.lang == "zh" else "zh"
        with st.container(horizontal=True, key="me_buttons", vertical_alignment="center"):
            st.button(
                OWN_NAMES[other],
                key="switch_language",
                icon=":material/translate:",
                on_click=_switch,
                args=(person, other),
            )
            st.html(
                f'<form method="post" action="/signout"><input type="hidden" name="form" value="{esc(form_token())}">'
                f'<button type="submit" class="out">{esc(say("Sign out"))}</button></form>',
                width="content",
            )


def _switch(person: Person, lang: str) -> None:
    st.session_state["lang"] = lang
    people.set_lang(the_desk(), person, "en" if lang == "en" else "zh")


def _news(person: Person, say: Words) -> None:
    """What a teacher changed in this student's grades, until she has seen it."""
    notices = review.news(the_desk(), person) if person.role == "student" else ()
    if not notices:
        return
    first, ids = notices[0], tuple(n.id for n in notices)
    more = f" {esc(say('And {n} more.', n=len(notices) - 1))}" if len(notices) > 1 else ""
    with st.container(horizontal=True, vertical_alignment="center", key="news"):
        draw(
            f'<span class="chip sun">{esc(say("From your teacher"))}</span> <b>{esc(say.pick(first.title))}</b> '
            f"{esc(say.pick(first.text))}{more}"
        )
        if st.button(say("Show me"), key="news_show", type="primary"):
            _seen(person, (first.id,))
            go("desk", person, say, attempt=first.attempt_id)
        st.button(say("Got it"), key="news_seen", on_click=_seen, args=(person, ids))


def _seen(person: Person, ids: tuple[int, ...]) -> None:
    review.seen(the_desk(), person, ids)
