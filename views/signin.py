"""The sign-in page: plain HTML with its own style, so that it stands before anything of Streamlit is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from content.words import OWN_NAMES, Words
from desk.people import Person

from .ink import esc

STYLE = Path(__file__).with_name("signin.css").read_text(encoding="utf-8")

MARK = (
    '<svg class="mark" viewBox="0 0 48 48" aria-hidden="true"><rect width="48" height="48" rx="13" fill="#0b6b75"/>'
    '<path d="M24 9v22" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><path d="M26.5 11c6 3 9.5 9 10 '
    '16.5H26.5z" fill="#f3c77a"/><path d="M21.5 14c-4 3-6.5 8-7 13.5h7z" fill="#fff"/>'
    '<path d="M9 34c4 0 4 3 7.5 3s3.5-3 '
    '7.5-3 4 3 7.5 3 3.5-3 7.5-3" stroke="#fff" stroke-width="2.6" fill="none" stroke-linecap="round"/></svg>'
)


def page(say: Words, body: str, title: str) -> str:
    """A whole HTML page of the door in one language."""
    return (
        f'<!doctype html><html lang="{say.html_lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{esc(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )


def sign_in_page(say: Words, token: str, to: str, demo: Sequence[Person], error: str = "", login: str = "") -> str:
    """The sign-in form, beside it what this is, under it the demo class while there is one."""
    other = "en" if say.lang == "zh" else "zh"
    switch = f"/signin?lang={other}&amp;next={esc(quote(to, safe=''))}"
    alert = f'<p class="alert" role="alert">{esc(error)}</p>' if error else ""
    hidden = _hidden(token, to)
    lead = say("Write the reply. See what it is worth, what the buyer does, and what it does to the shop.")
    form = (
        f'<form method="post" action="/signin" class="panel"><h2>{esc(say("Sign in"))}</h2>{alert}{hidden}'
        f'<label>{esc(say("Account"))}<input name="login" autocomplete="username" required maxlength="80" '
        f'autocapitalize="none" spellcheck="false" value="{esc(login)}" {"" if login else "autofocus"}></label>'
        f'<label>{esc(say("Password"))}<input name="password" type="password" autocomplete="current-password" required '
        f'maxlength="200" {"autofocus" if login else ""}></label>'
        f'<button class="go">{esc(say("Sign in"))}</button></form>'
    )
    body = (
        f'<main><section class="about"><p class="top">{MARK}<b>{esc(say("Haike"))}</b>'
        f'<a href="{switch}" hreflang="{other}" lang="{other}">{OWN_NAMES[other]}</a></p>'
        f"<h1>{esc(say('Answer a real buyer before you have to.'))}</h1>"
        f'<p class="lead">{esc(lead)}'
        f"</p>{_scene(say)}</section>"
        f'<section class="doors">{form}{_demo(say, hidden, demo)}</section></main>'
    )
    return page(say, body, say("Sign in") + " · " + say("Haike"))


def _scene(say: Words) -> str:
    """A tiny conversation that shows in one look what happens here."""
    return (
        '<div class="scene" aria-hidden="true">'
        '<p class="them" lang="en">Where is my teapot? My mother’s birthday is on Sunday.</p>'
        '<p class="us" lang="en">I’m sorry it is late, <mark>especially with the birthday so close</mark>. '
        "<mark>I’ll write again by 18 June</mark>.</p>"
        f'<p class="score"><b>83</b><span>{esc(say("Empathy"))} ✓</span><span>{esc(say("A date"))} ✓</span></p></div>'
    )


def _demo(say: Words, hidden: str, demo: Sequence[Person]) -> str:
    if not demo:
        return ""
    teachers = [p for p in demo if p.role == "teacher"]
    students = [p for p in demo if p.role == "student"]

    def button(person: Person, kind: str, text: str) -> str:
        name = f'<span class="name">{esc(person.name)}</span>'
        label = esc(text).replace(esc(person.name), name)
        return f'<button class="{kind}" name="login" value="{esc(person.login)}">{label}</button>'

    first = "".join(
        [button(p, "pick", say("As a student: {name}", name=p.name)) for p in students[:1]]
        + [button(p, "pick", say("As the teacher: {name}", name=p.name)) for p in teachers[:1]]
    )
    rest = "".join(button(p, "small", p.name) for p in students[1:])
    fine = say("The sample class is for trying out. A teacher can remove it, and then this box is gone.")
    more = f'<p class="others"><span>{esc(say("Other students:"))}</span>{rest}</p>' if rest else ""
    return (
        f'<form method="post" action="/demo" class="panel demo"><h2><span class="tag">{esc(say("Demo"))}</span>'
        f'{esc(say("Just looking? Try the sample class."))}</h2>{hidden}<div class="picks">{first}</div>{more}'
        f'<p class="fine">{esc(fine)}'
        "</p></form>"
    )


def _hidden(token: str, to: str) -> str:
    return f'<input type="hidden" name="form" value="{esc(token)}"><input type="hidden" name="next" value="{esc(to)}">'


def trouble_page(say: Words, text: str) -> str:
    """A short page that says what went wrong and leads back to the sign-in."""
    body = (
        f'<main class="single"><section class="panel">{MARK}<h2>{esc(text)}</h2>'
        f'<p><a class="go" href="/signin">{esc(say("To the sign-in page"))}</a></p></section></main>'
    )
    return page(say, body, say("Haike"))
