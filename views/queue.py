"""The teacher's queue: replies that wait for a person, the worst first; those that look alike; those let go."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import queue, similar
from desk.people import Person
from desk.queue import Waiting
from desk.similar import Pair, Reply

from .attempts import flag_words
from .card import small_score
from .ink import chip, draw, esc, sentence
from .pages import go
from .person import current_person, current_words, local, now, the_desk

PAGE = 15


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    waiting = queue.waiting(the_desk(), person)
    count = say("{n} waiting", n=len(waiting))
    draw(f'<div class="headline"><h1>{esc(say("To look at"))}</h1><span class="soft">{esc(count)}</span></div>')
    if trouble := st.session_state.pop("queue_trouble", ""):
        st.warning(str(trouble))
    names = {"waiting": say("Waiting"), "alike": say("Look alike"), "settled": say("Done")}
    part = st.segmented_control(
        say("List"), list(names), default="waiting", required=True, key="queue_part", format_func=lambda p: names[p],
        label_visibility="collapsed",
    )  # fmt: skip
    if part == "alike":
        _alike(person, say)
    elif part == "settled":
        _settled(person, say)
    else:
        _waiting(person, waiting, say)


def _waiting(person: Person, waiting: tuple[Waiting, ...], say: Words) -> None:
    if not waiting:
        draw(f'<div class="ending good"><div><b>✓ {esc(say("Nothing waits for you."))}</b></div></div>')
        return
    kinds = Counter(kind for one in waiting for kind in dict.fromkeys(queue.kind(code) for code in one.why))
    ordered = sorted(kinds, key=lambda kind: (queue.rank(kind), kind))
    chosen = st.pills(
        say("Reason"), ordered, key="queue_reason", label_visibility="collapsed",
        format_func=lambda kind: f"{kind_words(kind, say)} · {kinds[kind]}",
    )  # fmt: skip
    found = [one for one in waiting if chosen is None or chosen in {queue.kind(code) for code in one.why}]
    shown = int(st.session_state.get("queue_shown", PAGE))
    heads = Counter(one.group for one in found)
    above = ""
    with st.container(gap=None, key="queue"):
        for one in found[:shown]:
            if one.group != above and len(heads) > 1:
                above = one.group
                draw(f'<h4 class="group">{esc(say.name("queue group", above))} <small>{heads[above]}</small></h4>')
            _row(person, one, say)
    if len(found) > shown:
        st.button(say("Show {n} more", n=len(found) - shown), key="more", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["queue_shown"] = 10_000


def kind_words(kind: str, say: Words) -> str:
    """A kind of reason in words; doubtful criteria are one kind, suspected breaches another."""
    return sentence(say.name("review", kind)) if kind in ("unsure", "suspected") else flag_words(kind, say)


def _row(person: Person, one: Waiting, say: Words) -> None:
    row = one.row
    with st.container(key=f"row_queue_{one.turn_id}", gap=None):
        why = " ".join(chip(flag_words(code, say), _kind(code, one)) for code in one.why[:4])
        test = chip(say.name("mode", row.mode), "sun") if row.mode == "test" else ""
        draw(
            f'<div class="mail"><div class="who">{esc(row.person_name)}'
            f'<small class="soft">{esc(say.moment(local(one.at)))}</small></div>'
            f'<div class="what"><b>{esc(say.pick(row.title))}</b> {test}<div class="whys">{why}</div></div>'
            f'<div class="end" style="grid-template-columns:auto">{small_score(row.total, say)}</div></div>'
        )
        label = say("Open the reply of {name}: {title}", name=row.person_name, title=say.pick(row.title))
        if st.button(label, key=f"open_queue_{one.turn_id}"):
            go("attempt", person, say, attempt=row.id, turn=one.turn_id)
        st.button(
            say("Let it stand"), key=f"stand_{one.turn_id}", icon=":material/check:", type="tertiary",
            on_click=let_stand, args=(person, one.turn_id), help=say("Keeps the grade and takes it off this list."),
        )  # fmt: skip


def _kind(code: str, one: Waiting) -> str:
    if code in one.usual:
        return "line"
    return "bad" if queue.rank(code) < 4 else "warn"


def let_stand(person: Person, turn_id: int) -> None:
    """The teacher has looked and changes nothing."""
    try:
        queue.let_stand(the_desk(), person, turn_id, now())
    except HaikeError as error:
        st.session_state["queue_trouble"] = error.say(current_words().lang)


def _settled(person: Person, say: Words) -> None:
    gone = queue.settled(the_desk(), person)
    if not gone:
        draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
        return
    with st.container(gap=None, key="settled"):
        for one in gone:
            with st.container(key=f"row_settled_{one.turn_id}_{one.reviewed}", gap=None):
                why = " ".join(chip(flag_words(code, say), "line") for code in one.why[:4])
                why = chip(say("reviewed"), "good") if one.reviewed else why
                who = say("{name}, {time}", name=one.by_name, time=say.moment(local(one.at)))
                draw(
                    f'<div class="mail"><div class="who">{esc(one.row.person_name)}</div>'
                    f'<div class="what"><b>{esc(say.pick(one.row.title))}</b><div class="whys">{why}</div></div>'
                    f'<div class="end" style="grid-template-columns:auto auto"><span class="time">✓ {esc(who)}</span>'
                    f"{small_score(one.row.total, say)}</div></div>"
                )
                if st.button(say("Open"), key=f"open_settled_{one.turn_id}_{one.reviewed}"):
                    go("attempt", person, say, attempt=one.row.id, turn=one.turn_id)


def _alike(person: Person, say: Words) -> None:
    st.caption(
        say(
            "Two students, one case, much the same words: what the case and the model letters give is left out. "
            "Only you see this; it costs no marks."
        )
    )
    found = similar.pairs(the_desk(), person)
    if not found:
        draw(f'<p class="note">{esc(say("No two replies look alike."))}</p>')
    for pair in found[:PAGE]:
        share = say("{n} % the same", n=round(100 * pair.contained))
        names = f"{pair.first.person_name} · {pair.second.person_name}"
        with st.expander(f"{names} · {say.pick(pair.title)} · {share}"):
            _pair(person, pair, say)


def _pair(person: Person, pair: Pair, say: Words) -> None:
    draw(f'<div class="pair">{_half(pair.first, say)}{_half(pair.second, say)}</div>')
    with st.container(horizontal=True):
        for side, reply in (("a", pair.first), ("b", pair.second)):
            label = say("Open {name}'s reply", name=reply.person_name)
            if st.button(label, key=f"alike_{pair.first.turn_id}_{pair.second.turn_id}_{side}"):
                go("attempt", person, say, attempt=reply.attempt_id, turn=reply.turn_id)


def _half(reply: Reply, say: Words) -> str:
    pieces, at = [], 0
    for start, end in reply.shared:
        pieces += [esc(reply.text[at:start]), f"<mark>{esc(reply.text[start:end])}</mark>"]
        at = end
    pieces.append(esc(reply.text[at:]))
    return (
        f'<div class="letter"><h4>{esc(reply.person_name)} <small>{esc(say.moment(local(reply.at)))}</small></h4>'
        f'<div class="said alike">{"".join(pieces)}</div></div>'
    )
