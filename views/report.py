"""The student's report on an account: two figures, state, cause, proof, actions and the plan; kept as she goes."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from content.errors import HaikeError
from content.words import Words, words
from desk import clinic_work
from desk.clinic import Answers, Chosen, Given, Patient
from desk.exercises import Exercise
from desk.people import Person

from .console import lines_of
from .ink import draw, esc
from .person import now, the_desk
from .reply import watch
from .xray import rule_html

Screen = Mapping[str, Any]  # the session as it stands: every field by its key
Make = Callable[[Screen, Answers], dict[str, Any]]
NUMBERS = ("above", "under", "rate")


def key_of(work: Exercise) -> str:
    """The prefix of all keys of this piece of work."""
    return f"clinic_{work.id}"


@dataclass
class Kept:
    """The answers of a window as they stand, and the number of the state they were kept as.

    Streamlit starts the next click in a thread of its own while the last one is still being kept, and stops that one
    as soon as it touches the session. So this is one object: whoever holds its lock keeps, then takes the new number.
    """

    answers: Answers
    stamp: int
    saved: str = ""
    trouble: str = ""
    lock: Any = field(default_factory=threading.Lock)


def kept_of(work: Exercise) -> Kept:
    """What the session holds of this piece of work; what is kept, the first time."""
    key = f"{key_of(work)}_kept"
    if key not in st.session_state:
        st.session_state[key] = Kept(clinic_work.answers_of(work), work.stamp)
    kept: Kept = st.session_state[key]
    return kept


def fill(work: Exercise) -> Answers:
    """The answers as they stand in this window."""
    return kept_of(work).answers


def change(person: Person, work_id: int, make: Make) -> None:
    """Changes answers by what ``make`` reads off the screen, and keeps them.

    A copy of the session can be read without being stopped, so a change is always made whole.
    """
    kept: Kept = st.session_state.to_dict()[f"clinic_{work_id}_kept"]
    with kept.lock:
        screen = st.session_state.to_dict()
        say = words(screen.get("lang", "zh"))
        kept.answers = kept.answers.model_copy(update=make(screen, kept.answers))
        try:
            kept.stamp = clinic_work.keep(the_desk(), person, work_id, kept.answers, kept.stamp, now())
            kept.saved = say("saved")
        except HaikeError as error:
            kept.trouble = error.say(say.lang)


def add_proof(person: Person, work_id: int, ids: Sequence[str]) -> None:
    """Orders taken as proof, each once."""
    change(person, work_id, lambda _, answers: {"proof": tuple(dict.fromkeys((*answers.proof, *ids)))})


def draw_report(person: Person, work: Exercise, one: Patient, say: Words) -> None:
    """Draws the report; each part is kept as soon as it is filled in."""
    answers, key = fill(work), key_of(work)
    steps, drawn = _steps(one, answers, say), (_figures, _state, _cause, _actions, _plan)
    undone = [n for n, (_, done) in enumerate(steps, 1) if not done]
    draw(_next(steps, undone, say))
    kept = kept_of(work)
    if kept.trouble:
        draw(f'<p class="note" role="alert">{esc(kept.trouble)}</p>')
        kept.trouble = ""
    opened = st.session_state.setdefault(f"{key}_opened", undone[0] if undone else 5)
    for n, ((title, done), body) in enumerate(zip(steps, drawn, strict=True), 1):
        with st.expander(f"{'✓' if done else n} · {title}", expanded=n == opened, key=f"{key}_step_{n}"):
            body(person, work, one, answers, say)
    _hand_in(person, work, undone, say)


def _next(steps: tuple[tuple[str, bool], ...], undone: list[int], say: Words) -> str:
    """How far the report is, and what comes next."""
    bar = "".join(f'<i class="{"on" if done else ""}"></i>' for _, done in steps)
    what = say("Next: {step}", step=steps[undone[0] - 1][0]) if undone else say("Everything is filled in.")
    return (
        f'<h3>{esc(say("Your report"))}</h3><p class="steps"><span class="stepbar" aria-hidden="true">{bar}</span> '
        f"<b>{esc(what)}</b></p>"
    )


def _steps(one: Patient, answers: Answers, say: Words) -> tuple[tuple[str, bool], ...]:
    """The parts of the report, and whether each is filled in."""
    return (
        (say("Compute two figures"), all(answers.figures.get(m, Given()).rate is not None for m in one.case.asks)),
        (say("Name the state"), bool(answers.state and answers.meaning)),
        (say("Find the cause and prove it"), bool(answers.cause and answers.proof)),
        (say("Choose what to do, and when"), bool(answers.chosen)),
        (say("Write the plan"), bool(answers.plan.strip())),
    )


def _figures(person: Person, work: Exercise, one: Patient, answers: Answers, say: Words) -> None:
    for metric in one.case.asks:
        _figure(person, work, one, metric, answers, say)


def _figure(person: Person, work: Exercise, one: Patient, metric: str, answers: Answers, say: Words) -> None:
    line = next(line for line in lines_of(one) if line.metric == metric)
    key, said = f"{key_of(work)}_{metric}", answers.figures.get(metric, Given())
    unit = "%" if line.unit == "rate" else say.name("unit", line.unit)
    draw(f"<h4>{esc(say.pick(line.name))}</h4>{rule_html(line, say)}")
    titles = (say("Numerator"), say("Denominator"), say("Figure in {unit}", unit=unit))
    for column, name, title in zip(st.columns(3), NUMBERS, titles, strict=True):
        with column:
            st.number_input(
                title, min_value=0.0, value=getattr(said, name), key=f"{key}_{name}", format="%.10g",
                on_change=_keep_figure, args=(person, work.id, metric), placeholder="",
            )  # fmt: skip


def _keep_figure(person: Person, work_id: int, metric: str) -> None:
    def given(screen: Screen, answers: Answers) -> dict[str, Any]:
        said = Given(**{name: screen.get(f"clinic_{work_id}_{metric}_{name}") for name in NUMBERS})
        return {"figures": {**answers.figures, metric: said}}

    change(person, work_id, given)


def _state(person: Person, work: Exercise, one: Patient, answers: Answers, say: Words) -> None:
    states = list(one.sheet.states)
    meanings = {meaning.state: meaning for meaning in one.ward.meanings}
    _choice(person, work, "state", say("The shop is"), states, lambda s: say.pick(one.sheet.states[s]), answers.state)
    order = _shuffled(list(meanings), work.seed)
    title = say("For selling and money this means")
    _choice(person, work, "meaning", title, order, lambda s: say.pick(meanings[s].text), answers.meaning)


def _cause(person: Person, work: Exercise, one: Patient, answers: Answers, say: Words) -> None:
    causes = {cause.id: cause for cause in one.ward.causes}
    order = _shuffled(list(causes), work.seed)
    _choice(person, work, "cause", say("The cause"), order, lambda c: say.pick(causes[c].name), answers.cause)
    key = f"{key_of(work)}_proof"
    if answers.proof:
        st.session_state[key] = list(answers.proof)
        st.multiselect(
            say("Orders that prove it"), list(answers.proof), key=key, on_change=_keep_proof, args=(person, work.id),
        )  # fmt: skip
    st.caption(say("Tick orders in the console (five are enough) and take them as proof."))


def _keep_proof(person: Person, work_id: int) -> None:
    change(person, work_id, lambda screen, _: {"proof": tuple(screen.get(f"clinic_{work_id}_proof") or ())})


def _choice(
    person: Person, work: Exercise, name: str, title: str, options: list[str], named: Any, chosen: str | None
) -> None:
    key = f"{key_of(work)}_{name}"
    st.radio(
        title, options, index=options.index(chosen) if chosen in options else None, key=key, format_func=named,
        on_change=_keep_choice, args=(person, work.id, name),
    )  # fmt: skip


def _keep_choice(person: Person, work_id: int, name: str) -> None:
    change(person, work_id, lambda screen, _: {name: screen.get(f"clinic_{work_id}_{name}")})


def _actions(person: Person, work: Exercise, one: Patient, answers: Answers, say: Words) -> None:
    remedies = {remedy.id: remedy for remedy in one.ward.remedies}
    days = {chosen.remedy: chosen.day for chosen in answers.chosen}
    key = key_of(work)
    st.multiselect(
        say("Actions"), _shuffled(list(remedies), work.seed), default=[r for r in days if r in remedies],
        key=f"{key}_actions", format_func=lambda r: say.pick(remedies[r].name), placeholder=say("Choose"),
        on_change=_keep_actions, args=(person, work.id),
    )  # fmt: skip
    for remedy, day in days.items():
        if remedy in remedies:
            st.slider(
                say("{action}: on day", action=say.pick(remedies[remedy].name)), 0, 30, day, key=f"{key}_day_{remedy}",
                on_change=_keep_actions, args=(person, work.id),
            )  # fmt: skip
    st.caption(say("Day 0 is today."))


def _keep_actions(person: Person, work_id: int) -> None:
    key = f"clinic_{work_id}"

    def chosen(screen: Screen, _: Answers) -> dict[str, Any]:
        days = {remedy: screen.get(f"{key}_day_{remedy}") or 0 for remedy in screen.get(f"{key}_actions") or ()}
        return {"chosen": tuple(Chosen(remedy=remedy, day=int(day)) for remedy, day in days.items())}

    change(person, work_id, chosen)


def _plan(person: Person, work: Exercise, one: Patient, answers: Answers, say: Words) -> None:
    key = f"{key_of(work)}_plan"
    office = one.ward.office
    hint = say("To {office}: the root cause, what you have done, how you prevent it.", office=office)
    draw(f'<p class="soft">{esc(hint)}</p>')
    if key not in st.session_state:
        st.session_state[key] = answers.plan
    with st.container(key=f"reply_box_{key}"):
        st.text_area(
            say("Your plan"), key=key, height=220, on_change=_keep_plan, args=(person, work.id),
            placeholder=say("Write in Chinese.") if one.letter.language == "zh" else say("Write in English."),
        )  # fmt: skip
        watch(f"st-key-{key}", one.letter.language, kept_of(work).saved, f"{key}_watch", say)


def _keep_plan(person: Person, work_id: int) -> None:
    change(person, work_id, lambda screen, _: {"plan": str(screen.get(f"clinic_{work_id}_plan") or "")})


def _hand_in(person: Person, work: Exercise, undone: list[int], say: Words) -> None:
    if undone:
        numbers = say("list comma").join(map(str, undone))
        draw(f'<p class="soft">{esc(say("Not filled in yet: {steps}", steps=numbers))}</p>')
        with st.popover(say("Hand in"), icon=":material/send:", width="stretch"):
            st.write(say("What is empty earns nothing. Hand it in as it is?"))
            _hand_in_button(person, work, say("Hand in as it is"))
    else:
        _hand_in_button(person, work, say("Hand in"))


def _hand_in_button(person: Person, work: Exercise, label: str) -> None:
    st.button(
        label, key=f"{key_of(work)}_hand_in", type="primary", icon=":material/send:", width="stretch",
        on_click=_finish, args=(person, work.id),
    )  # fmt: skip


def _finish(person: Person, work_id: int) -> None:
    screen = st.session_state.to_dict()
    kept: Kept = screen[f"clinic_{work_id}_kept"]
    with kept.lock:
        try:
            clinic_work.finish(the_desk(), person, work_id, kept.answers, kept.stamp, now())
        except HaikeError as error:
            kept.trouble = error.say(screen.get("lang", "zh"))


def _shuffled(options: list[str], seed: int) -> list[str]:
    """In an order of its own for each piece of work, so that a neighbour's third line is not mine."""
    return random.Random(seed).sample(options, len(options))
