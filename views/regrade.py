"""How the class is graded, and grading old replies again: who would move, before anything changes."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import regrade, settings
from desk.people import Person
from desk.regrade import Moved, Preview

from .card import small_score
from .ink import chip, draw, esc
from .pages import go
from .person import current_person, current_words, now, the_desk

SHOWN = 60
MODES = ("practice", "test")


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    draw(f'<div class="headline"><h1>{esc(say("Grading"))}</h1></div>')
    left, right = st.columns([1, 1.4], gap="large")
    with left:
        _rules(person, say)
    with right:
        _again(person, say)


def _rules(person: Person, say: Words) -> None:
    chosen = settings.of_class(the_desk(), person)
    profiles = settings.weights(the_desk())
    with st.form("rules", border=True):
        st.subheader(say("Rules of this class"), anchor=False)
        st.radio(
            say("Weights"), list(profiles), index=list(profiles).index(chosen.profile), key="rules_profile",
            format_func=lambda p: say.name("profile", p), captions=[_weights(profiles[p], say) for p in profiles],
        )  # fmt: skip
        draw(f"<h4>{esc(say('In tests'))}</h4>")
        st.toggle(
            say("A pasted model letter gets at most 70"), value=chosen.exam.template_cap, key="rules_template",
            help=say("In practice using a model letter well is a skill and costs nothing."),
        )  # fmt: skip
        st.toggle(
            say("A critical error makes the total 0"), value=chosen.exam.exam_caps, key="rules_caps",
            help=say("Otherwise it caps the total. Lighter breaches keep their own ceiling either way."),
        )  # fmt: skip
        st.form_submit_button(say("Save"), type="primary", on_click=_keep, args=(person,))
    if said := st.session_state.pop("rules_said", ""):
        st.success(str(said))


def _weights(weights: dict[str, int], say: Words) -> str:
    return " · ".join(f"{say.name('criterion short', c)} {n}%" for c, n in weights.items())


def _keep(person: Person) -> None:
    state, say = st.session_state, current_words()
    settings.choose(
        the_desk(), person, str(state["rules_profile"]), bool(state["rules_template"]), bool(state["rules_caps"])
    )
    state.pop("regrade_preview", None)
    state["rules_said"] = say("Saved for new replies. Old ones keep their grade until you grade them again.")


def _again(person: Person, say: Words) -> None:
    with st.container(border=True):
        st.subheader(say("Grade old replies again"), anchor=False)
        st.caption(say("With today's reader and these rules. You see who would move first; old grades stay on record."))
        cases = {name: (title, n) for name, title, n in regrade.scopes(the_desk(), person)}
        if not cases:
            draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            case = st.selectbox(
                say("Case"), list(cases), index=None, placeholder=say("All cases"), key="regrade_case", width=220,
                format_func=lambda c: f"{say.pick(cases[c][0])} ({cases[c][1]})",
            )  # fmt: skip
            mode = st.selectbox(
                say("Mode"), MODES, index=None, placeholder=say("Both modes"), key="regrade_mode", width=120,
                format_func=lambda m: say.name("mode", m),
            )  # fmt: skip
            asked = st.button(say("Preview"), key="regrade_look", icon=":material/visibility:", type="primary")
        if asked:
            _look(person, regrade.Scope(case_id=case, mode="test" if mode == "test" else mode and "practice"), say)
        if done := st.session_state.pop("regrade_done", ""):
            st.success(str(done))
        shown = st.session_state.get("regrade_preview")
        if shown is not None:
            _preview(person, shown, say)


def _look(person: Person, scope: regrade.Scope, say: Words) -> None:
    bar = st.progress(0.0, text=say("Reading…"))

    def step(done: int, of: int) -> None:
        bar.progress(done / of, text=say("Reading…"))

    try:
        st.session_state["regrade_preview"] = regrade.preview(the_desk(), person, scope, step)
    except HaikeError as error:
        st.warning(error.say(say.lang))
    bar.empty()


def _preview(person: Person, shown: Preview, say: Words) -> None:
    if not shown.moved:
        draw(f'<p class="note">{esc(say("Read again: {n}. Nobody would move.", n=shown.read))}</p>')
        return
    up = sum(one.after > one.before for one in shown.moved)
    down = sum(one.after < one.before for one in shown.moved)
    text = say(
        "Read again: {n}. Would move: {m} ({up} up, {down} down).", n=shown.read, m=len(shown.moved), up=up, down=down
    )
    draw(f"<p><b>{esc(text)}</b></p>")
    label = say("Apply to {n} replies", n=len(shown.moved))
    st.button(
        label, key="regrade_apply", type="primary", icon=":material/done_all:", on_click=_apply, args=(person, shown)
    )
    with st.container(gap=None, key="moved"):
        for one in shown.moved[:SHOWN]:
            with st.container(key=f"row_moved_{one.turn_id}", gap=None):
                draw(_moved(one, say))
                if st.button(say("Open {name}'s reply", name=one.person_name), key=f"open_moved_{one.turn_id}"):
                    go("attempt", person, say, attempt=one.attempt_id, turn=one.turn_id)
    if len(shown.moved) > SHOWN:
        st.caption(say("And {n} more.", n=len(shown.moved) - SHOWN))


def _moved(one: Moved, say: Words) -> str:
    steps = [
        chip(f"{say.name('criterion short', c)} {a} → {b}", "good" if b > a else "bad")
        for c, (a, b) in one.levels.items()
    ]
    steps += [chip(f"+ {say.name('gate', code)}", "bad") for code in one.gates_new]
    steps += [chip(f"− {say.name('gate', code)}", "good") for code in one.gates_gone]
    if not steps:
        steps.append(chip(say("same levels, other rules"), "line"))
    if one.band_before != one.band_after:
        bands = f"{say.name('band', one.band_before)} → {say.name('band', one.band_after)}"
        steps.append(chip(bands, "line"))
    if one.reviewed:
        steps.append(chip(say("your review stays on top"), "line"))
    return (
        f'<div class="mail"><div class="who">{esc(one.person_name)}</div>'
        f'<div class="what"><b>{esc(say.pick(one.title))}</b><div class="whys">{" ".join(steps)}</div></div>'
        f'<div class="end" style="grid-template-columns:auto auto auto;gap:.35rem">{small_score(one.before, say)}'
        f"<span>→</span>{small_score(one.after, say)}</div></div>"
    )


def _apply(person: Person, shown: Preview) -> None:
    say = current_words()
    try:
        added = regrade.apply(the_desk(), person, shown, now())
    except HaikeError as error:
        st.session_state["regrade_done"] = error.say(say.lang)
    else:
        st.session_state.pop("regrade_preview", None)
        st.session_state["regrade_done"] = say("Done: {n} replies have a new grade beside the old one.", n=added)
