"""The figures of a platform's rules with their sources and doubts; a teacher chooses the pack and fills the gaps."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from content.errors import HaikeError
from content.words import Words
from desk import rulebook
from desk.people import Person
from desk.rulebook import RuleLine, Unknown

from .ink import chip, draw, esc
from .person import current_words, the_desk


def draw_pack(person: Person, platform: str, say: Words) -> None:
    """Which version of the rules holds in this class; a teacher may choose another and set what nobody knows."""
    packs = {name: (title, since) for name, title, since in rulebook.packs(platform)}
    held = rulebook.sheet_for(the_desk(), person, platform)
    open_ = rulebook.unknowns(the_desk(), person, platform)
    if person.role != "teacher":
        title = say.pick(packs[held.pack][0]) if held.pack in packs else held.pack
        draw(f"<p>{chip(say('Rules of your class'), 'sun')} {esc(title)}</p>")
        return
    with st.expander(say("Rules of this class"), icon=":material/tune:"), st.form(f"pack_{platform}", border=False):
        st.radio(
            say("Version"), list(packs), index=list(packs).index(held.pack), key=f"pack_of_{platform}",
            format_func=lambda name: say.pick(packs[name][0]), captions=[_since(packs[name][1], say) for name in packs],
        )  # fmt: skip
        for one in open_:
            _unknown(platform, one, say)
        st.form_submit_button(say("Save"), type="primary", on_click=_keep, args=(person, platform, open_))
    if said := st.session_state.pop("pack_said", ""):
        st.success(str(said))


def _since(code: str, say: Words) -> str:
    return say("since {day}", day=code) if code[:1].isdigit() else say("as the course has it")


def _unknown(platform: str, one: Unknown, say: Words) -> None:
    """A number that the course does not give: empty means that nothing is judged by it."""
    scale = 100 if one.unit == "rate" else 1
    unit = "%" if one.unit == "rate" else say.name("unit", one.unit)
    st.number_input(
        f"{say.pick(one.name)} ({unit})", min_value=one.low * scale, max_value=one.high * scale,
        value=None if one.value is None else one.value * scale, key=f"number_{platform}_{one.id}", format="%g",
        help=f"{say.pick(one.doubt)} ({one.source})", placeholder=say("not known"),
    )  # fmt: skip


def _keep(person: Person, platform: str, open_: tuple[Unknown, ...]) -> None:
    state, say = st.session_state, current_words()
    numbers = {}
    for one in open_:
        given = state.get(f"number_{platform}_{one.id}")
        numbers[one.id] = given if given is None else float(given) / (100 if one.unit == "rate" else 1)
    try:
        rulebook.choose(the_desk(), person, platform, str(state[f"pack_of_{platform}"]), numbers)
        state["pack_said"] = say("Saved. Work that was begun keeps the rules it was begun with.")
    except HaikeError as error:
        state["pack_said"] = error.say(say.lang)


def draw_figures(person: Person, platform: str, say: Words) -> None:
    """Every metric, clock and number with its source, its doubt, and what another pack says."""
    lines = rulebook.lines(the_desk(), person, platform)
    open_ = rulebook.unknowns(the_desk(), person, platform)
    parts = {"metrics": say("Figures"), "clocks": say("Clocks"), "numbers": say("Numbers")}
    for kind, title in parts.items():
        chosen = [line for line in lines if line.kind == kind]
        if chosen:
            with st.expander(f"{title} · {len(chosen)}", expanded=kind == "metrics"):
                draw(_table(_line(line, say) for line in chosen))
    if open_:
        with st.expander(f"{say('Not in the course')} · {len(open_)}"):
            draw(
                f'<div class="scroll"><table class="rulebook">{"".join(_gap(one, say) for one in open_)}</table></div>'
            )


def _table(lines: Iterable[str]) -> str:
    return f'<div class="scroll"><table class="rulebook">{"".join(lines)}</table></div>'


def _line(line: RuleLine, say: Words) -> str:
    doubt = f"{chip(say('In doubt'), 'warn')} {esc(say.pick(line.doubt))}" if line.doubt else ""
    others = "".join(
        f"<div>{chip(say.pick(title), 'line')} {esc(value or say('no goal'))}{_days(days, say)}</div>"
        for title, value, days in line.others
    )
    value = f"<b>{esc(line.value or '–')}</b>{_days(line.window_days, say)}"
    return (
        f"<tr><td>{esc(say.pick(line.name))}<br><small>{esc(line.source)}</small></td>"
        f'<td class="bound">{value}</td><td><small>{doubt}</small>{others}</td></tr>'
    )


def _days(days: int | None, say: Words) -> str:
    return f" · {esc(say('{n} days', n=days))}" if days else ""


def _gap(one: Unknown, say: Words) -> str:
    value = (
        say("not known") if one.value is None else f"{100 * one.value:g}%" if one.unit == "rate" else f"{one.value:g}"
    )
    changed = chip(say("changed by your teacher"), "sun") if one.value != one.usual else ""
    return (
        f"<tr><td>{esc(say.pick(one.name))}<br><small>{esc(one.source)}</small></td>"
        f'<td class="bound"><b>{esc(value)}</b> {changed}</td><td><small>{esc(say.pick(one.doubt))}</small></td></tr>'
    )
