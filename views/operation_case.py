"""One task in the operations room: the console's tables and acts, the log of what came of them, and the marks."""

from __future__ import annotations

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import exercises, operations, operations_work
from desk.operations_work import Work
from desk.people import Person

from .acts import draw_acts, draw_tables
from .exercise import card_html, marks_link
from .ink import chip, dots, draw, esc
from .pages import asked_number, go, landing
from .person import current_person, current_words, now, the_desk
from .sides import sides


def page() -> None:
    """Draws the page; the address names the piece of work."""
    person, say = current_person(), current_words()
    if person is None:
        return
    number = asked_number("work")
    if number is None:
        go("operations" if person.role == "student" else landing(person), person, say)
        return
    exercise = exercises.get(the_desk(), person, number)
    work = operations_work.work_of(exercise)
    own = exercise.person_id == person.id
    _head(work, own, say)
    open_ = exercise.ended is None and own
    names = {"console": say("Tables"), "report": say("Do something") if open_ else say("Marks")}
    with sides(
        f"operation_{exercise.id}",
        names,
        "console" if open_ and any(work.room.tables.values()) else "report",
        (1.7, 1),
        say,
    ) as (left, right):
        with left, st.container(key="console"):
            picked = draw_tables(work, say)
        with right, st.container(key="report"):
            if open_:
                _trouble(exercise.id)
                draw_acts(person, work, picked, say)
                _log(work, say)
                _end(person, work, say)
            else:
                _marks(person, work, own, say)
                _log(work, say)


def _head(work: Work, own: bool, say: Words) -> None:
    task, who = work.task, "" if own else chip(work.exercise.person_name, "line")
    clock = say.moment(work.room.now)
    draw(
        f'<div class="headline"><h1>{esc(say.pick(task.title))}</h1><span>'
        f"{chip(say.name('platform', task.platform), 'sea')} "
        f"{dots(task.difficulty, 5, say.name('difficulty', task.difficulty))} {who}</span></div>"
        f'<p class="story">{esc(say.pick(task.story))}<br>'
        f"{chip(say('Platform time'), 'sun')} <b>{esc(clock)}</b></p>"
    )


def _trouble(work_id: int) -> None:
    if trouble := st.session_state.pop(f"operation_{work_id}_trouble", None):
        draw(f'<p class="note" role="alert">{esc(trouble)}</p>')


def _log(work: Work, say: Words) -> None:
    """What was done and what came of it, the newest first; a refusal says which rule and until when."""
    if not work.room.log:
        return
    acts = operations.console(work.task.platform).acts
    lines = []
    for entry in reversed(work.room.log):
        title = say.pick(acts[entry.act].name) if entry.act in acts else say("It happened by itself")
        if entry.refused:
            until = "".join(
                f" {chip(text, 'warn')}"
                for text in (
                    say("from {day}", day=say.day(entry.refused.starts)) if entry.refused.starts else "",
                    say("until {day}", day=say.day(entry.refused.until)) if entry.refused.until else "",
                )
                if text
            )
            said = f"{esc(say.pick({'zh': entry.refused.zh, 'en': entry.refused.en}))}{until}"
            sign, kind, source = "✕", "missing", entry.refused.source
        else:
            said = esc(say.pick({"zh": entry.zh, "en": entry.en}))
            clean = all(fault.kind == "note" for fault in entry.faults)
            sign, kind, source = ("✓", "done", entry.source) if clean else ("!", "partial", entry.source)
        found = sorted(entry.faults, key=lambda fault: (fault.line, fault.column))
        faults = "".join(_fault(fault, say) for fault in found)
        lines.append(
            f'<div class="check {kind}"><i>{sign}</i><span><b>{esc(title)}</b> <small>{esc(say.moment(entry.at))}'
            f"</small><br>{said}{faults}</span><small>{esc(source)}</small></div>"
        )
    draw(f'<h4>{esc(say("What came of it"))}</h4><div class="checks">{"".join(lines)}</div>')


def _fault(fault: object, say: Words) -> str:
    """One finding in a file, with its line and column."""
    line, column = getattr(fault, "line", 0), getattr(fault, "column", 0)
    where = say("line {line}, column {column}", line=line, column=column) if column else (
        say("line {line}", line=line) if line else say("the whole file"))  # fmt: skip
    text = say.pick({"zh": getattr(fault, "zh", ""), "en": getattr(fault, "en", "")})
    colour = {"error": "bad", "warning": "warn"}.get(getattr(fault, "kind", ""), "line")
    return f"<div>{chip(where, colour)} {esc(text)}</div>"


def _end(person: Person, work: Work, say: Words) -> None:
    key = f"operation_{work.exercise.id}"
    with st.container(horizontal=True, vertical_alignment="center", key="end_of_work"):
        draw(f'<span class="soft">{esc(say("All done? Hand it in and see your marks."))}</span>')
        st.button(
            say("Hand in"), key=f"{key}_hand_in", type="primary" if work.acts else "secondary",
            icon=":material/send:", on_click=_finish,
            args=(person, work.exercise.id, work.exercise.stamp),
        )  # fmt: skip
        if work.acts and work.exercise.mode == "practice":
            st.button(
                say("Begin anew"), key=f"{key}_again", type="tertiary", icon=":material/replay:", on_click=_again,
                args=(person, work.exercise.id, work.exercise.stamp),
            )  # fmt: skip


def _finish(person: Person, work_id: int, stamp: int) -> None:
    try:
        operations_work.finish(the_desk(), person, work_id, stamp, now())
    except HaikeError as error:
        st.session_state[f"operation_{work_id}_trouble"] = error.say(current_words().lang)


def _again(person: Person, work_id: int, stamp: int) -> None:
    try:
        operations_work.again(the_desk(), person, work_id, stamp, now())
    except HaikeError as error:
        st.session_state[f"operation_{work_id}_trouble"] = error.say(current_words().lang)


def _marks(person: Person, work: Work, own: bool, say: Words) -> None:
    if work.exercise.ended is None:
        draw(f'<p class="note">{esc(say("Not handed in yet."))}</p>')
        return
    draw(card_html(work.exercise, say))
    marks_link(work.exercise, own, person, say)
    if own and st.button(say("Try again"), key=f"again_{work.exercise.id}", icon=":material/replay:"):
        go("console", person, say, work=operations_work.open_task(the_desk(), person, work.task.id, now()))
