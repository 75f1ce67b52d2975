"""One student's attempt for the teacher: the conversation, the card, and the teacher's own word."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import practice, review
from desk.people import Person
from desk.practice import AttemptView, TurnView

from .attempts import flag_words
from .card import CRITERIA, draw_card, levels_of
from .conversation import draw_ending, draw_opening, draw_turn
from .guide import VIOLATIONS
from .ink import chip, draw, esc
from .meters import draw_meters
from .pages import go
from .person import current_person, current_words, local, now, the_desk
from .practice import attempt_in_address
from .queue import let_stand
from .second import draw_asking


def page() -> None:
    """Draws the page of the attempt named in the address."""
    person, say = current_person(), current_words()
    if person is None:
        return
    attempt_id = attempt_in_address()
    if attempt_id is None:
        go("attempts", person, say)
        return
    view = practice.look(the_desk(), person, attempt_id)
    _header(person, view, say)
    turns = [t for t in view.turns if not t.silent_day]
    if not turns:
        draw(f'<p class="note">{esc(say("No reply was sent in this attempt."))}</p>')
        return
    turn = _asked(turns)
    _why(person, turn, say)
    left, right = st.columns([1.2, 1], gap="medium")
    tasks = {t.id: t.text for t in view.case.tasks}
    with left:
        draw_opening(view, say)
        for one in view.turns:
            draw_turn(view, one, say, tasks)
        if view.end.value != "open":
            draw_ending(view, say)
        draw_meters(view.turns[-1].metrics, say)
    with right:
        if len(turns) > 1:
            st.segmented_control(
                say("Reply"), [t.number for t in turns], default=turn.number, required=True, key="which_turn",
                format_func=lambda n: say("Reply {n}", n=n), label_visibility="collapsed",
            )  # fmt: skip
        draw_card(turn, say, tasks, teacher=person.role == "teacher")
        _review(person, turn, say)
        draw_asking(person, turn, say, tasks)
        _history(turn, say)


def _asked(turns: list[TurnView]) -> TurnView:
    """The reply chosen on the page, else the one named in the address, else the last one."""
    chosen = st.session_state.get("which_turn")
    asked = st.query_params.get("turn", "")
    named = next((turn for turn in turns if str(turn.id) == asked), turns[-1])
    return next((turn for turn in turns if turn.number == chosen), named)


def _why(person: Person, turn: TurnView, say: Words) -> None:
    """Why this reply waits for a person, with the way to let it go; or who looked at it."""
    if trouble := st.session_state.pop("queue_trouble", ""):
        st.warning(str(trouble))
    if turn.look is not None and turn.look_holds:
        when = say.moment(local(turn.look.at))
        text = say("{name} let this grade stand on {time}.", name=turn.look.by_name, time=when)
        draw(f'<p class="note">✓ {esc(text)}</p>')
    elif turn.effective.review and not turn.override and person.role == "teacher":
        with st.container(horizontal=True, vertical_alignment="center", key="why"):
            chips = " ".join(chip(flag_words(code, say), "warn") for code in turn.effective.review[:4])
            draw(f"<span>{esc(say('Waits for you:'))} {chips}</span>")
            label = say("Let it stand")
            st.button(label, key="stand", icon=":material/check:", on_click=let_stand, args=(person, turn.id))


def _history(turn: TurnView, say: Words) -> None:
    """Every grade the machine has given, with what it was made with, newest first."""
    versions = _made_with(turn.versions, say)
    if not versions and not turn.history:
        return
    lines = [_grade_line(turn.grade.total, turn.graded_by, turn.graded_at or turn.at, versions, say)]
    lines += [
        _grade_line(old.grade.total, old.by_name, old.at, _made_with(old.versions, say), say)
        for old in reversed(turn.history)
    ]
    title = say("Grades on record: {n}", n=len(lines))
    with st.expander(title, icon=":material/history:"):
        draw(f'<ul class="bullets">{"".join(lines)}</ul>')


def _grade_line(total: int, by: str, at: object, versions: str, say: Words) -> str:
    when = say.moment(local(at))  # type: ignore[arg-type]
    who = say("graded again by {name}", name=by) if by else say("at the time of the reply")
    return f"<li><b>{total}</b> · {esc(when)} · {esc(who)}<br><small>{esc(versions)}</small></li>"


def _made_with(versions: dict[str, str], say: Words) -> str:
    shown = ("rubric", "profile", "reader", "model", "pack")
    named = {**versions, "profile": say.name("profile", versions["profile"])} if "profile" in versions else versions
    return " · ".join(f"{say.name('version', name)} {named[name]}" for name in shown if named.get(name))


def _header(person: Person, view: AttemptView, say: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say("Replies"), key="back", icon=":material/arrow_back:", type="tertiary"):
            go("attempts", person, say, student=view.person_id)
        case = view.case
        tags = f"{chip(say.name('platform', case.platform), 'sea')} {chip(say.name('stage', case.stage), 'line')} "
        tags += chip(say.name("mode", view.mode), "line")
        draw(
            f'<div class="headline"><h1>{esc(view.person_name)} · {esc(say.pick(view.case.title))}</h1>'
            f'<span>{tags} <span class="time">{esc(say.moment(local(view.started)))}</span></span></div>'
        )


def _review(person: Person, turn: TurnView, say: Words) -> None:
    """The form: levels, violations, a reason. The total follows from them and is never set by hand."""
    done = say.pick(st.session_state.pop("review_done", ""))
    if done:
        st.success(done)
    trouble = str(st.session_state.pop("review_trouble", ""))
    found = list(dict.fromkeys(v.code for v in turn.reading.violations))
    levels = {code: level.value for code, level in levels_of(turn).items()}
    with st.expander(say("Change this grade"), icon=":material/edit_note:", expanded=bool(trouble)), \
            st.form(f"review_{turn.id}", border=False):  # fmt: skip
        st.caption(say("Change levels or violations; the total follows. The machine's grade stays on record."))
        for code in CRITERIA:
            st.segmented_control(
                say.name("criterion", code), [0, 1, 2, 3, 4], default=levels.get(code), required=True,
                key=f"level_{turn.id}_{code}",
            )  # fmt: skip
        if found:
            st.multiselect(
                say("Not a violation"), found, key=f"dropped_{turn.id}", placeholder=say("Keep all"),
                format_func=lambda v: say.name("violation", v),
            )  # fmt: skip
        st.multiselect(
            say("Overlooked violation"), [v for v in VIOLATIONS if v not in found], key=f"added_{turn.id}",
            placeholder=say("None"), format_func=lambda v: say.name("violation", v),
        )  # fmt: skip
        reasons = list(review.REASONS)
        st.selectbox(
            say("Reason"), reasons, index=None, placeholder=say("Choose a reason"), key=f"reason_{turn.id}",
            format_func=lambda r: say.pick(review.REASONS[r]),
        )  # fmt: skip
        st.text_area(say("A word to the student"), key=f"note_{turn.id}", height=80, max_chars=1000)
        st.form_submit_button(
            say("Save and tell the student"), type="primary", on_click=_save, args=(person, turn, levels)
        )
        if trouble:  # beside the button, where the teacher looks
            st.warning(trouble)


def _save(person: Person, turn: TurnView, before: dict[str, int]) -> None:
    say = current_words()
    state = st.session_state
    chosen = {c: state.get(f"level_{turn.id}_{c}") for c in CRITERIA}
    levels = {c: int(v) for c, v in chosen.items() if v is not None and v != before.get(c)}
    try:
        review.review(
            the_desk(), person, turn.id, levels, tuple(state.get(f"dropped_{turn.id}", ())),
            tuple(state.get(f"added_{turn.id}", ())), str(state.get(f"reason_{turn.id}") or ""),
            str(state.get(f"note_{turn.id}") or "").strip(), now(),
        )  # fmt: skip
    except HaikeError as error:
        state["review_trouble"] = error.say(say.lang)
    else:
        state["review_done"] = say("Saved. The student will be told.")
