"""Platform rules to read, with where the course says so and what is in doubt."""

from __future__ import annotations

import streamlit as st

from desk import library

from .beside import rule_html
from .inbox import PLATFORMS
from .ink import draw, esc
from .person import current_person, current_words, the_desk


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    lead = say("What each platform demands of a seller. Rules change: the course's text and today's rule may differ.")
    draw(f'<div class="headline"><h1>{esc(say("Platform rules"))}</h1></div><p class="soft">{esc(lead)}</p>')
    platform = st.segmented_control(
        say("Platform"), PLATFORMS, default=PLATFORMS[0], required=True, key="rules_platform",
        format_func=lambda p: say.name("platform", p), label_visibility="collapsed",
    )  # fmt: skip
    rules = library.rules(the_desk(), platform or PLATFORMS[0])
    own = [r for r in rules if r.platform]
    common = [r for r in rules if not r.platform]
    for title, group in ((say.name("platform", platform), own), (say("On every platform"), common)):
        if group:
            half = (len(group) + 1) // 2
            st.subheader(title, anchor=False)
            left, right = st.columns(2, gap="large")
            with left:
                draw("".join(rule_html(r, say) for r in group[:half]))
            with right:
                draw("".join(rule_html(r, say) for r in group[half:]))
