"""The student's report on an account: two figures, state, cause, proof, actions and the plan; kept as she goes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from content.errors import HaikeError
from content.words import Words
from desk import clinic_work
from desk.clinic import Answers, Chosen, Given, Patient
from desk.exercises import Exercise
from desk.people import Person

from .console import lines_of
from .ink import draw, esc
from .person import current_words, now, the_desk
from .reply import watch
from .xray import rule_html

NUMBERS = ("above", "under", "rate")


def key_of(work: Exercise) -> str:
    """The prefix of all keys of this piece of work."""
    return f"clinic_{work.id}"


def fill(work: Exercise) -> Answers:
    """Puts what is kept into the session, once; gives the answers as they stand in it."""
    key = key_of(work)
    if f"{key}_stamp" not in st.session_state:
        st.session_state[f"{key}_answers"] = clinic_work.answers_of(work)
        st.session_state[f"{key}_stamp"] = work.stamp
    answers: Answers = st.session_state[f"{key}_answers"]
    return answers


def unbroken(callback: Callable[..., None]) -> Callable[..., None]:
    """The callback, run to its end though the next click is here already: that one waits its turn.

    Streamlit breaks a callback off wherever it touches the session, be it after the save and before the new stamp;
    the window would then take its own work for another's. ``callback`` may begin more than once; of several clicks
    the last one waits, which knows every field.
    """

    @wraps(callback)
    def run(*args: Any) -> None:
        try:
            callback(*args)
        except RerunException as next_click:
            run(*args)
            raise next_click

    return run


def change(person: Person, work_id: int, **fields: Any) -> None:
    """Changes answers and keeps them."""
    key, state, say = f"clinic_{work_id}", st.session_state, current_words()
    answers = state[f"{key}_answers"].model_copy(update=fields)
    state[f"{key}_answers"] = answers
    try:
        state[f"{key}_stamp"] = clinic_work.keep(the_desk(), person, work_id, answers, state[f"{key}_stamp"], now())
        state[f"{key}_saved"] = say("saved")
    except HaikeError as error:
        state[f"{key}_trouble"] = error.say(say.lang)


@unbroken
def add_proof(person: Person, work_id: int, ids: Sequence[str]) -> None:
    """Orders taken as proof, each once."""
    known = st.session_state[f"clinic_{work_id}_answers"].proof
    change(person, work_id, proof=tuple(dict.fromkeys((*known, *ids))))


def draw_report(person: Person, work: Exercise, one: Patient, say: Words) -> None:
    """Draws the report; each part is kept as soon as it is filled in."""
    answers, key = fill(work), key_of(work)
    steps, drawn = _steps(one, answers, say), (_figures, _state, _cause, _actions, _plan)
    undone = [n for n, (_, done) in enumerate(steps, 1) if not done]
    draw(_next(steps, undone, say))
    if trouble := st.session_state.pop(f"{key}_trouble", None):
        draw(f'<p class="note" role="alert">{esc(trouble)}</p>')
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


@unbroken
def _keep_figure(person: Person, work_id: int, metric: str) -> None:
    state = st.session_state
    given = Given(**{name: state.get(f"clinic_{work_id}_{metric}_{name}") for name in NUMBERS})
    change(person, work_id, figures={**state[f"clinic_{work_id}_answers"].figures, metric: given})


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


@unbroken
def _keep_proof(person: Person, work_id: int) -> None:
    change(person, work_id, proof=tuple(st.session_state.get(f"clinic_{work_id}_proof") or ()))


def _choice(
    person: Person, work: Exercise, name: str, title: str, options: list[str], named: Any, chosen: str | None
) -> None:
    key = f"{key_of(work)}_{name}"
    st.radio(
        title, options, index=options.index(chosen) if chosen in options else None, key=key, format_func=named,
        on_change=_keep_choice, args=(person, work.id, name),
    )  # fmt: skip


@unbroken
def _keep_choice(person: Person, work_id: int, name: str) -> None:
    change(person, work_id, **{name: st.session_state.get(f"clinic_{work_id}_{name}")})


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


@unbroken
def _keep_actions(person: Person, work_id: int) -> None:
    state, key = st.session_state, f"clinic_{work_id}"
    chosen = [Chosen(remedy=r, day=int(state.get(f"{key}_day_{r}") or 0)) for r in state.get(f"{key}_actions") or ()]
    change(person, work_id, chosen=tuple(chosen))


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
        saved = st.session_state.get(f"{key_of(work)}_saved", "")
        watch(f"st-key-{key}", one.letter.language, saved, f"{key}_watch", say)


@unbroken
def _keep_plan(person: Person, work_id: int) -> None:
    change(person, work_id, plan=str(st.session_state.get(f"clinic_{work_id}_plan") or ""))


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


@unbroken
def _finish(person: Person, work_id: int) -> None:
    key, state, say = f"clinic_{work_id}", st.session_state, current_words()
    answers = state[f"{key}_answers"]
    try:
        clinic_work.finish(the_desk(), person, work_id, answers, state[f"{key}_stamp"], now())
    except HaikeError as error:
        state[f"{key}_trouble"] = error.say(say.lang)


def _shuffled(options: list[str], seed: int) -> list[str]:
    """In an order of its own for each piece of work, so that a neighbour's third line is not mine."""
    return random.Random(seed).sample(options, len(options))
