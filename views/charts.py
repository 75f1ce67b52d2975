"""The charts: built with Altair once for each set of figures and kept as finished specifications."""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st


def warm() -> None:
    """Builds one small chart, so that the first visitor does not wait for Altair's schema."""
    alt.Chart(alt.Data(values=[{"x": 1, "y": 1}])).mark_line().encode(x="x:Q", y="y:Q").to_dict()


def draw(spec: dict[str, Any], key: str, alt_text: str) -> None:
    """Puts a finished chart on the page."""
    st.vega_lite_chart(spec=spec, key=key, width="stretch", alt=alt_text)
