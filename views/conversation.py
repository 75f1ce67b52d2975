"""The conversation as chat: what the buyer wrote, what was answered, how the buyer took it, how it ended."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk.practice import AttemptView, TurnView

from .card import small_score
from .ink import draw, esc, face, said
from .marked import marked_text

GOOD_ENDS = ("happy",)
BAD_ENDS = ("claim", "bad_feedback")


def draw_opening(view: AttemptView, say: Words) -> None:
    """The thread as it stood when the case was opened."""
    bubbles = []
    for line in view.case.thread:
        name = {
            "buyer": view.case.buyer.name or say("Buyer"),
            "seller": say("Shop"),
            "platform": say.name("platform", view.case.platform),
        }[line.sender]
        when = f"<span>{esc(say.moment(line.at))}</span>" if line.at else ""
        bubbles.append(
            f'<div class="bubble {line.sender}"><div class="by"><b>{esc(name)}</b>{when}</div>'
            f'<div lang="{view.case.language}">{said(line.text, say("Show the rest"))}</div></div>'
        )
    draw(f'<div class="chat">{"".join(bubbles)}</div>')


def draw_turn(view: AttemptView, turn: TurnView, say: Words, tasks: dict[str, str]) -> None:
    """One reply with its marks, and what the buyer did after it."""
    if turn.silent_day:
        draw(f'<p class="soft">{esc(say("A day passed without an answer."))}</p>')
    else:
        with st.container(key=f"mine_{turn.id}", gap="small"):
            draw(mine_html(turn, say))
            marked_text(turn, say, key=f"marked_{turn.id}")
    draw(buyer_html(view, turn, say, tasks))


def mine_html(turn: TurnView, say: Words) -> str:
    """The head of one's own bubble: what it is and what it was worth."""
    grade = turn.effective
    verdict = say("Ready to send") if grade.sendable else say("Do not send this yet")
    score = f"{small_score(grade.total, say)} {esc(say.name('band', grade.band))} · {esc(verdict)}"
    return f'<div class="bubblehead"><b>{esc(say("Reply {n}", n=turn.number))}</b><span>{score}</span></div>'


def buyer_html(view: AttemptView, turn: TurnView, say: Words, tasks: dict[str, str]) -> str:
    """The buyer's bubble with mood and the reasons for it, or a line that she keeps silent."""
    answer = turn.answer
    mood = say.name("mood", answer.mood.warmth)
    because = [w for w in (_because(code, say, tasks) for code in answer.because) if w]
    why = (
        f"<span>{esc(say('because: {reasons}', reasons=say('list comma').join(dict.fromkeys(because[:4]))))}</span>"
        if because
        else ""
    )
    head = (
        f'<div class="by">{face(answer.mood.warmth, mood)}<b>{esc(view.case.buyer.name or say("Buyer"))}</b>'
        f"<span>{esc(mood)}</span>{why}</div>"
    )
    if answer.text is None:
        silent = esc(say("The buyer does not answer."))
        return f'<div class="chat"><div class="bubble platform">{head}{silent}</div></div>'
    body = f'<div lang="{view.case.language}">{said(answer.text, say("Show the rest"))}</div>'
    return f'<div class="chat"><div class="bubble buyer">{head}{body}</div></div>'


def _because(code: str, say: Words, tasks: dict[str, str]) -> str:
    """A task, sign, violation or flag in words; nothing for a code without words."""
    if code in tasks:
        return tasks[code]
    for kind in ("because", "violation", "signal", "flag", "move"):
        if say.knows(kind, code):
            return say.name(kind, code)
    return ""


def draw_ending(view: AttemptView, say: Words) -> None:
    """How the conversation ended for the buyer."""
    end = view.end.value
    kind = "good" if end in GOOD_ENDS else "bad" if end in BAD_ENDS else ""
    draw(
        f'<div class="ending {kind}">{face(view.mood.warmth, say.name("mood", view.mood.warmth))}'
        f"<div><b>{esc(say.name('end', end))}</b>{esc(say.name('end about', end))}</div></div>"
    )
