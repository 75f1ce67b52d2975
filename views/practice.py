"""The reply desk: the conversation on the left with the box to answer in, what an agent has at hand on the right."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk import practice, progress
from desk.people import Person
from desk.practice import AttemptView, TurnView

from .beside import draw_beside
from .card import draw_card, draw_moves
from .conversation import draw_ending, draw_opening, draw_turn
from .flags import flag
from .ink import chip, dots, draw, esc
from .meters import draw_meters
from .pages import asked_number, go
from .person import current_person, current_words, now, the_desk
from .reply import draw_reply_box
from .second import draw_second

# The page is still growing when this runs, so it looks again until the rest stands below.
SCROLL = """<script>[200, 500, 900, 1400].forEach((wait) => setTimeout(() =>
  document.querySelector('TARGET')?.scrollIntoView({behavior: 'smooth', block: 'start'}), wait));</script>"""


def page() -> None:
    """Draws the page of the attempt named in the address."""
    person, say = current_person(), current_words()
    if person is None:
        return
    attempt_id = attempt_in_address()
    if attempt_id is None:
        draw(f'<p class="note">{esc(say("Choose a case in the inbox first."))}</p>')
        if st.button(say("To the inbox"), key="to_inbox", type="primary"):
            go("inbox", person, say)
        return
    view = practice.look(the_desk(), person, attempt_id)
    _header(person, view, say)
    with st.container(key="desk_body"):  # on a phone style.css puts what the reply must do above the box
        left, right = st.columns([1.45, 1], gap="medium")
    with left:
        _conversation(person, view, say)
    with right, st.container(key="beside"):
        draw_beside(person, view, say)


def attempt_in_address() -> int | None:
    """The attempt's number in the address, if there is one."""
    return asked_number("attempt")


def _header(person: Person, view: AttemptView, say: Words) -> None:
    case = view.case
    where = say.country(case.buyer.country)
    with st.container(horizontal=True, vertical_alignment="center", key="desk_head"):
        if st.button(say("Inbox"), key="back", icon=":material/arrow_back:", type="tertiary"):
            go("inbox", person, say)
        mode = chip(say.name("mode", view.mode), "sun" if view.mode == "test" else "line")
        draw(
            f'<div class="headline"><h1>{esc(say.pick(case.title))}</h1><span>{flag(case.buyer.country, where)} '
            f"{chip(say.name('platform', case.platform), 'sea')} {chip(say.name('stage', case.stage), 'line')} {mode} "
            f"{dots(case.difficulty, 5, say.name('difficulty', case.difficulty))} {_clock(view, say)}</span></div>"
        )


def _clock(view: AttemptView, say: Words) -> str:
    clock = view.clock
    if clock is None or view.turns:
        return ""
    late = clock.hours_left < 4
    left = say("Overdue") if clock.hours_left <= 0 else say("{time} left", time=say.hours(clock.hours_left))
    hint = f"{say.pick(clock.name)}: {say.hours(clock.hours_total)}. {say.pick(clock.on_expiry)}"
    kind = "late" if late else ""
    return f'<span class="time {kind}" title="{esc(hint)}">{esc(say.pick(clock.name))} · {esc(left)}</span>'


def _conversation(person: Person, view: AttemptView, say: Words) -> None:
    tasks = {t.id: t.text for t in view.case.tasks}
    draw_opening(view, say)
    if view.turns and st.session_state.pop("just_sent", None) == view.id:
        _bring_into_sight(view.turns[-1].id)
    for turn in view.turns:
        last = turn is view.turns[-1]
        draw_turn(view, turn, say, tasks)
        if last:
            _graded(person, view, turn, say, tasks)
            draw_meters(turn.metrics, say)
        elif not turn.silent_day:
            with st.expander(say("Grade of reply {n}: {total} points", n=turn.number, total=turn.effective.total)):
                draw_card(turn, say, tasks)
    if view.can_answer:
        draw_reply_box(person, view, say)
    elif view.turns:
        draw_ending(view, say)
        _onward(person, view, say)


def _bring_into_sight(turn_id: int) -> None:
    """After sending, the page starts at one's own words: marks, the buyer's answer and the grade in one look."""
    target = f".st-key-mine_{turn_id}"
    st.html(SCROLL.replace("TARGET", target), unsafe_allow_javascript=True)


def _graded(person: Person, view: AttemptView, turn: TurnView, say: Words, tasks: dict[str, str]) -> None:
    if turn.silent_day:
        return
    draw_card(turn, say, tasks)
    draw_second(turn, say, tasks)
    if view.mode == "practice" or not view.can_answer:
        draw_moves(turn, say)
    if view.can_answer and view.person_id == person.id:
        with st.container(horizontal=True):
            _rewrite_button(person, view, say, "secondary")


def _onward(person: Person, view: AttemptView, say: Words) -> None:
    """What can be done after the conversation has ended: on to the next case, or once more when it was not good yet."""
    if view.person_id != person.id:
        return
    well = any(t.effective.sendable for t in view.turns)
    with st.container(horizontal=True, key="onward"):
        if st.button(say("Next case"), key="next_case", type="primary" if well else "secondary"):
            case = next((s.case_id for s in progress.student(the_desk(), person, now=now()).next), "")
            if case in ("", view.case.id):
                go("inbox", person, say)
            else:
                go("desk", person, say, attempt=practice.open_case(the_desk(), person, case, view.mode, now()))
        _rewrite_button(person, view, say, "secondary" if well else "primary")
        if st.button(say("Back to the inbox"), key="onward_inbox", type="tertiary"):
            go("inbox", person, say)


def _rewrite_button(person: Person, view: AttemptView, say: Words, kind: str) -> None:
    hint = say("Starts a new attempt of the same case; this one stays beside it.")
    if st.button(say("Rewrite"), key="rewrite", type=kind, icon=":material/edit:", help=hint):  # type: ignore[arg-type]
        attempt = practice.rewrite(the_desk(), person, view.id, now())
        go("desk", person, say, attempt=attempt)
