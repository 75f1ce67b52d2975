"""Platform rules to read, with where the course says so and what is in doubt."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk import library

from .beside import rule_html
from .inbox import PLATFORMS
from .ink import chip, draw, esc
from .person import current_person, current_words, the_desk
from .rulebook import draw_figures, draw_pack

HANDBOOK = "handbook"  # the pages that belong to no platform


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    lead = say("What each platform demands of a seller. Rules change: the course's text and today's rule may differ.")
    draw(f'<div class="headline"><h1>{esc(say("Platform rules"))}</h1></div><p class="soft">{esc(lead)}</p>')
    chosen = st.segmented_control(
        say("Platform"), (*PLATFORMS, HANDBOOK), default=PLATFORMS[0], required=True, key="rules_platform",
        format_func=lambda p: say("Course handbook") if p == HANDBOOK else say.name("platform", p),
        label_visibility="collapsed",
    )  # fmt: skip
    platform = chosen or PLATFORMS[0]
    if platform != HANDBOOK:
        draw_pack(person, platform, say)
        draw_figures(person, platform, say)
    rules = library.rules(the_desk(), platform)
    shown = [rule for rule in rules if bool(rule.platform) == (platform != HANDBOOK)]
    pages = [rule for rule in shown if _long(rule, say)]
    for rule in pages:
        _page(rule, say, open_it=platform != HANDBOOK and rule is pages[0])
    notes = [rule for rule in shown if rule not in pages]
    half = (len(notes) + 1) // 2
    left, right = st.columns(2, gap="large")
    with left:
        draw("".join(rule_html(r, say) for r in notes[:half]))
    with right:
        draw("".join(rule_html(r, say) for r in notes[half:]))


def _long(rule: library.RulePage, say: Words) -> bool:
    """A page of the handbook, written in Markdown; a note is one paragraph."""
    return "\n" in say.pick(rule.text).strip()


def _page(rule: library.RulePage, say: Words, open_it: bool) -> None:
    """A handbook page to fold out. The text is ours, so its Markdown may be drawn; "$" is money here, not a formula."""
    with st.expander(say.pick(rule.title), expanded=open_it):
        st.markdown(say.pick(rule.text).replace("$", "\\$"))
        doubt = say.pick(rule.doubt)
        note = f"{chip(say('In doubt'), 'warn')} {esc(doubt)} " if doubt else ""
        source = say("Source: {ids}", ids=say("list comma").join(rule.sources))
        draw(f'<p class="soft">{note}<small>{esc(source)}</small></p>')
