"""How replies are graded: criteria, levels, what caps a grade, the 31 moves and the 15 things not to write."""

from __future__ import annotations

import streamlit as st

from content.words import Words

from .card import CRITERIA
from .ink import draw, esc
from .person import current_person, current_words, the_desk

GROUPS = {
    "Opening": "GREET THANK RESTATE EMPATHIZE APOLOGIZE OWN",
    "Informing": "CAUSE STATUS TRACKING PRODUCT_INFO RECOMMEND QUOTE POLICY HOWTO",
    "Resolving": "ASK_INFO REFUND_FULL REFUND_PART REPLACE RETURN OPTIONS DECLINE COUNTER ACTION DEADLINE PREVENT "
    "BUYER_STEP REMIND_PAY ESCALATE GOODWILL",
    "Closing": "FEEDBACK_NEUTRAL CLOSE",
}
VIOLATIONS = [f"V{n:02d}" for n in range(1, 16)]


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    lead = say("First the words are marked, then levels follow from the marks, then the total from the levels.")
    draw(f'<div class="headline"><h1>{esc(say("How you are graded"))}</h1></div><p class="soft">{esc(lead)}</p>')
    criteria, moves, never, caps = st.tabs(
        [say("Five criteria"), say("31 moves"), say("15 things not to write"), say("What caps a grade")]
    )
    with criteria:
        _criteria(say)
    with moves:
        left, right = st.columns(2, gap="large")
        for side, groups in ((left, ("Opening", "Informing")), (right, ("Resolving", "Closing"))):
            with side:
                for group in groups:
                    lines = [(say.name("move", m), say.name("move about", m)) for m in GROUPS[group].split()]
                    draw(f"<h4>{esc(say.name('move group', group))}</h4>{_table(lines)}")
    with never:
        draw(_table([(say.name("violation", v), say.name("violation about", v)) for v in VIOLATIONS]))
    with caps:
        draw(f"<p>{esc(say('Some faults cannot be made good by the rest. They set a ceiling on the total.'))}</p>")
        draw(_table(_caps(say)))


def _criteria(say: Words) -> None:
    weights = the_desk().rubric.profiles["balanced"]
    cards = []
    for code in CRITERIA:
        name, about = esc(say.name("criterion", code)), esc(say.name("criterion about", code))
        weight = esc(say("{n} % of the total", n=weights[code]))
        levels = _table([(str(n), say.name(f"level {code}", n)) for n in (4, 3, 2, 1, 0)])
        cards.append(f'<section class="card"><h3>{name} <small>{weight}</small></h3><p>{about}</p>{levels}</section>')
    ready = esc(say("Ready to send means: no ceiling, full compliance, and at least level 3 everywhere else."))
    cards.append(f'<section class="note"><h3>{esc(say("Ready to send"))}</h3><p>{ready}</p></section>')
    draw(f'<div class="pair">{"".join(cards)}</div>')


def _caps(say: Words) -> list[tuple[str, str]]:
    """The gates from the lowest ceiling to the highest."""
    caps = sorted(the_desk().rubric.caps.items(), key=lambda entry: entry[1])
    most = [(say("At most {cap} points.", cap=cap), code) for code, cap in caps]
    return [(f"{say.name('gate', code)}", f"{say.name('gate about', code)} {text}") for text, code in most]


def _table(lines: list[tuple[str, str]]) -> str:
    body = "".join(f'<tr><td style="white-space:nowrap"><b>{esc(a)}</b></td><td>{esc(b)}</td></tr>' for a, b in lines)
    return f"<table><tbody>{body}</tbody></table>"
