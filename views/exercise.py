"""One piece of work by its parts: points, the working, what the teacher changed; rows of them for other pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import exercises
from desk.exercises import Exercise, ExerciseLine, ExerciseWord, Part, Remark
from desk.people import Person

from .attempts import flag_words
from .card import small_score
from .ink import chip, draw, esc, rows, said
from .pages import asked_number, go
from .person import current_person, current_words, local, now, the_desk

MOST = 60  # lines of the work drawn
LAST = 8  # pieces of work on the progress page
PLACES = {"clinic": "shop", "operation": "console"}  # the page where work of a kind is done


def page() -> None:
    """Draws the piece of work named in the address, for its owner or her teacher."""
    person, say = current_person(), current_words()
    if person is None:
        return
    asked = asked_number("piece")
    if asked is None:
        draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
        return
    piece = exercises.get(the_desk(), person, asked)
    _header(person, piece, say)
    if piece.ended is None:
        draw(f'<p class="note">{esc(say("This has not been handed in yet."))}</p>')
        return
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        draw(card_html(piece, say))
    with right:
        label = say("See the console and the work as handed in")
        if st.button(label, key="see_work", icon=":material/open_in_new:", width="stretch"):
            go(PLACES[piece.kind], person, say, work=piece.id)
        if person.role == "teacher" and person.id != piece.person_id and piece.parts:
            _change(person, piece, say)
        _work(piece, say)


def _header(person: Person, piece: Exercise, say: Words) -> None:
    back = "exercises" if person.role == "teacher" else "progress"
    label = say("Clinic and operations") if back == "exercises" else say("My progress")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(label, key="back", icon=":material/arrow_back:", type="tertiary"):
            go(back, person, say)
        who = f"{esc(piece.person_name)} · " if person.id != piece.person_id else ""
        when = say.moment(local(piece.ended or piece.started))
        draw(
            f'<div class="headline"><h1>{who}{esc(say.pick(piece.title))}</h1><span>{_tags(piece, say)} '
            f'<span class="time">{esc(when)}</span></span></div>'
        )
    if person.role == "teacher" and exercises.waits(piece):
        why = [flag_words(code, say) for code in piece.flags] or [say("a part is not graded")]
        chips = " ".join(chip(one, "warn") for one in why[:4])
        with st.container(key="why"):
            draw(f"<span>{esc(say('Waits for you:'))} {chips}</span>")


def _tags(piece: Exercise | ExerciseLine, say: Words, kind: bool = True) -> str:
    """On which platform it is, what ``kind`` of work, and whether it was a test."""
    test = chip(say.name("mode", piece.mode), "sun") if piece.mode == "test" else ""
    name = chip(say.name("exercise", piece.kind), "line") if kind else ""
    return f"{chip(say.name('platform', piece.platform), 'sea')} {name} {test}"


def card_html(piece: Exercise, say: Words) -> str:
    tint = "" if piece.total is None else "good" if piece.total >= 80 else "warn" if piece.total >= 60 else "bad"
    total = "–" if piece.total is None else str(piece.total)
    before = ""
    if piece.words:
        machine = "–" if piece.machine is None else piece.machine
        before = f'<div class="raw">{esc(say("Before the teacher changed it: {n}", n=machine))}</div>'
    about = say("of 100, by the parts that could be graded") if piece.total is not None else say("Nothing graded yet.")
    parts = "".join(_part(piece, part, say) for part in piece.effective)
    return (
        f'<div class="card"><div class="sum"><div class="total {tint}">{total}</div>'
        f'<div><span class="soft">{esc(about)}</span>{before}</div></div>{parts}</div>'
    )


def _part(piece: Exercise, part: Part, say: Words) -> str:
    points = f"<b>{part.points:g}</b> / {part.of:g}" if part.graded else esc(say("not graded"))
    full = part.graded and part.points >= part.of
    remarks = "".join(_remark(one, full, say) for one in part.remarks)
    words = "".join(_word(one, say) for one in piece.words if one.part == part.id)
    if words:
        machine = next(one for one in piece.parts if one.id == part.id)
        words = f'<p class="raw">{esc(say("Before the teacher changed it: {n}", n=_points(machine)))}</p>{words}'
    return (
        f'<div class="part"><div class="top"><span class="nm">{esc(part_name(piece.kind, part.id, say))}</span>'
        f'{share(part.points / part.of if part.graded else None)}<span class="lv">{points}</span></div>'
        f'<div class="checks">{remarks}</div>{words}</div>'
    )


def part_name(kind: str, part: str, say: Words) -> str:
    """A part in words; each kind of work has its own."""
    return say.name(f"part {kind}", part)


def _points(part: Part) -> str:
    return f"{part.points:g}/{part.of:g}" if part.graded else "–"


def share(value: float | None) -> str:
    """A bar from 0 to 1, hatched where it is low; an empty frame where nothing could be graded."""
    kind = "none" if value is None else "low" if value < 0.6 else ""
    width = 0 if value is None else round(100 * max(0.0, min(1.0, value)))
    return f'<span class="share {kind}" aria-hidden="true"><i style="width:{width}%"></i></span>'


def _remark(remark: Remark, full: bool, say: Words) -> str:
    """A reason with its sign; what is neither right nor wrong, or cost nothing (``full`` points), has a plain dot."""
    source = chip(remark.source, "line", say("The rule this stands on")) if remark.source else ""
    text = say.pick({"zh": remark.zh, "en": remark.en})
    plain = remark.good is None or full
    kind, sign = ("done", "✓") if remark.good else ("plain", "·") if plain else ("missing", "✕")
    return f'<div class="check {kind}"><i>{sign}</i><span class="said">{esc(text)}</span>{source}</div>'


def _word(word: ExerciseWord, say: Words) -> str:
    head = say("{name}, {time}", name=word.by_name, time=say.moment(local(word.at)))
    points = say("{n} points", n=f"{word.points:g}")
    return (
        f'<div class="word"><small>{esc(head)}</small> <b>{esc(points)}</b>'
        f'<div class="said" dir="auto">{esc(word.reason)}</div></div>'
    )


def _change(person: Person, piece: Exercise, say: Words) -> None:
    """The teacher's form: one part, its points, a reason. What the machine gave stays on record."""
    if done := st.session_state.pop("part_done", ""):
        st.success(str(done))
    if trouble := st.session_state.pop("part_trouble", ""):
        st.warning(str(trouble))
    parts = {part.id: part for part in piece.effective}
    with st.expander(say("Change a part"), icon=":material/edit_note:", expanded=True):
        chosen = st.selectbox(
            say("Part"), list(parts), key=f"part_{piece.id}", format_func=lambda p: part_name(piece.kind, p, say)
        )
        part = parts[chosen]
        with st.form(f"change_{piece.id}_{part.id}", border=False):
            st.number_input(
                say("Points, 0 to {n}", n=f"{part.of:g}"), 0.0, float(part.of), float(part.points),
                step=0.5 if part.of > 1 else 0.1, key=f"points_{piece.id}_{part.id}",
            )  # fmt: skip
            st.text_area(say("Reason"), key=f"why_{piece.id}_{part.id}", height=80, max_chars=1000)
            st.form_submit_button(
                say("Save and tell the student"), type="primary", on_click=_save, args=(person, piece.id, part.id)
            )
        st.caption(say("Your points count from now on; the machine's stay on record."))


def _save(person: Person, piece_id: int, part: str) -> None:
    say, state = current_words(), st.session_state
    points, reason = state.get(f"points_{piece_id}_{part}", 0.0), str(state.get(f"why_{piece_id}_{part}") or "")
    try:
        exercises.change_part(the_desk(), person, piece_id, part, float(points), reason, now())
    except HaikeError as error:
        state["part_trouble"] = error.say(say.lang)
    else:
        state["part_done"] = say("Saved. The student will be told.")


def marks_link(piece: Exercise, own: bool, person: Person, say: Words) -> None:
    """From the page of the work to that of its parts, where a teacher changes them."""
    if own or person.role != "teacher":
        return
    if st.button(say("Change marks"), key=f"marks_{piece.id}", icon=":material/edit_note:"):
        go("exercise", person, say, piece=piece.id)


def _work(piece: Exercise, say: Words) -> None:
    """What was handed in, line by line; a kind's own page shows it as it was worked on."""
    lines = list(_flat(piece.work))
    if not lines:
        return
    with st.expander(say("What was handed in"), icon=":material/description:"):
        draw(rows([(name, said(text, say("Show all"))) for name, text in lines[:MOST]]))
        if len(lines) > MOST:
            st.caption(say("And {n} more.", n=len(lines) - MOST))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name} · {key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{name} {number}".strip())
    elif isinstance(value, list):
        yield name, ", ".join(map(str, value))
    else:
        yield name, "" if value is None else str(value)


def draw_lines(person: Person, lines: Sequence[ExerciseLine], say: Words, key: str) -> None:
    """Pieces of work as a list; a click opens one."""
    with st.container(gap=None, key=key):
        for line in lines:
            with st.container(key=f"row_{key}_{line.id}", gap=None):
                draw(_line(person, line, say))
                label = say("Open the work of {name}: {title}", name=line.person_name, title=say.pick(line.title))
                if st.button(label, key=f"open_{key}_{line.id}"):
                    _open(person, line, say)


def _open(person: Person, line: ExerciseLine, say: Words) -> None:
    """Own unfinished work goes on where it was left; all else is seen by its parts."""
    if line.ended is None and line.person_id == person.id:
        go(PLACES[line.kind], person, say, work=line.id)
    else:
        go("exercise", person, say, piece=line.id)


def _line(person: Person, line: ExerciseLine, say: Words) -> str:
    when = say.moment(local(line.ended or line.saved))
    own = person.id == line.person_id
    who = say.name("exercise", line.kind) if own else line.person_name
    parts = " · ".join(f"{part_name(line.kind, p.id, say)} {_points(p)}" for p in line.counts)
    waits = chip(say("needs a look"), "warn") if person.role == "teacher" and exercises.waits(line) else ""
    seen = chip(say("reviewed"), "good") if line.reviewed else ""
    going = chip(say("not handed in"), "line") if line.ended is None else ""
    return (
        f'<div class="mail"><div class="who">{esc(who)}<small class="soft">{esc(when)}</small></div>'
        f'<div class="what"><b>{esc(say.pick(line.title))}</b> {_tags(line, say, kind=not own)} {waits} {seen} {going}'
        f'<div class="first">{esc(parts)}</div></div>'
        f'<div class="end" style="grid-template-columns:auto">{small_score(line.total, say)}</div></div>'
    )


def draw_results(person: Person, student_id: int | None, say: Words) -> None:
    """One's own last pieces of work, or those of a student, for the page of progress; nothing where there are none."""
    lines = exercises.mine(the_desk(), person, student_id)
    if not lines:
        return
    st.subheader(say("Clinic and operations"), anchor=False)
    draw_lines(person, lines[:LAST], say, "results")


def draw_news(person: Person, say: Words) -> None:
    """What a teacher changed in this student's work, until she has seen it."""
    news = exercises.news(the_desk(), person) if person.role == "student" else ()
    if not news:
        return
    first = news[0]
    more = f" {esc(say('And {n} more.', n=len(news) - 1))}" if len(news) > 1 else ""
    text = say("{part}: {n} points.", part=part_name(first.kind, first.word.part, say), n=f"{first.word.points:g}")
    with st.container(horizontal=True, vertical_alignment="center", key="news_work"):
        draw(
            f'<span class="chip sun">{esc(say("From your teacher"))}</span> <b>{esc(say.pick(first.title))}</b> '
            f"{esc(text)} {esc(first.word.reason)}{more}"
        )
        if st.button(say("Show me"), key="work_show", type="primary"):
            _seen(person, (first.word.id,))
            go("exercise", person, say, piece=first.exercise_id)
        st.button(say("Got it"), key="work_seen", on_click=_seen, args=(person, tuple(n.word.id for n in news)))


def _seen(person: Person, ids: tuple[int, ...]) -> None:
    exercises.seen(the_desk(), person, ids)
