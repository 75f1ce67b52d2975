"""Two halves of a page beside each other; on a phone one at a time, with a switch that stays in sight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from content.words import Words


@contextmanager
def sides(
    key: str, names: Mapping[str, str], first: str, widths: tuple[float, float], say: Words
) -> Iterator[Sequence[DeltaGenerator]]:
    """The two columns; ``names`` maps ``console`` and ``report`` to the words of the switch, ``first`` is seen first.

    Both halves are always drawn; style.css hides one of them on a narrow screen.
    """
    with st.container(key="sides"):
        chosen = st.segmented_control(
            say("Show"), list(names), default=first, required=True, key=f"{key}_side_shown", width="stretch",
            format_func=lambda name: names[name], label_visibility="collapsed",
        )  # fmt: skip
    with st.container(key=f"half_{chosen or first}"):
        yield st.columns(widths, gap="large")
