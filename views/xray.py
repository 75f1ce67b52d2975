"""The X-ray of a metric: which rows stand above and under its line, where the window ends, what is left out and why."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from content.words import Words
from desk import clinic, console
from desk.clinic import Patient
from desk.console import HealthLine
from desk.rulebook import Numbers

from .ink import chip, draw, esc, rows


def draw_xray(one: Patient, key: str, lines: Sequence[HealthLine], hidden: Sequence[str], say: Words) -> None:
    """Draws the X-ray; a metric in ``hidden`` opens once the student has entered her own figure."""
    by_id = {line.metric: line for line in lines}
    metric = st.selectbox(
        say("Figure"), list(by_id), key=f"{key}_xray", format_func=lambda name: say.pick(by_id[name].name),
    )  # fmt: skip
    line = by_id[metric or lines[0].metric]
    draw(rule_html(line, say))
    if line.metric in hidden:
        draw(f'<p class="note">{esc(say("This figure is yours to compute. Enter it, and the X-ray opens."))}</p>')
        return
    table = _looked(one.case.id, one.rules, line.metric)
    sides = _sides(table)
    names = {
        "above": say("Above the line"),
        "under": say("Under the line"),
        "out": say("Left out"),
        "outside": say("Outside the window"),
    }
    side = st.segmented_control(
        say("Side"), list(sides), default="above", required=True, key=f"{key}_side", label_visibility="collapsed",
        format_func=lambda name: f"{names[name]} {len(sides[name])}",
    )  # fmt: skip
    above, under = table["above"].sum(), int(table["under"].sum())
    draw(
        f"<p><b>{esc(f'{above:g}')}</b> ÷ <b>{under}</b> = <b>{esc(line.shown)}</b> "
        f"{chip(line.goal, 'good' if line.kept else 'bad' if line.kept is False else 'line') if line.goal else ''}</p>"
    )
    told = _told(one, line, sides[side or "above"], say)
    st.dataframe(
        told, hide_index=True, height=min(330, 38 + 35 * max(1, len(told))), key=f"{key}_xray_rows", placeholder="",
        column_config={say("Order"): {"pinned": True}, say("Why"): {"width": 220}},
    )  # fmt: skip


def rule_html(line: HealthLine, say: Words) -> str:
    """How the metric is counted, in words."""
    comma = say("list comma")
    joined = {name: comma.join(map(say.pick, names)) for name, names in
              (("under", line.under), ("above", line.above), ("out", line.out))}  # fmt: skip
    edge = f"{say.day(line.first)} – {say.day(line.last)}" if (line.last - line.first).days < 1000 else say("all days")
    return rows(
        [
            (say("Window"), f"{esc(edge)} <small>({esc(say.pick(line.dated))})</small>"),
            (say("Above the line"), esc(joined["above"]) or esc(say("mean of the values"))),
            (say("Under the line"), esc(joined["under"]) or esc(say("every row in the window"))),
            (say("Left out"), esc(joined["out"])),
        ]
    )


@st.cache_resource(max_entries=128, show_spinner=False)
def _looked(case_id: str, rules: tuple[str, Numbers], metric: str) -> pd.DataFrame:
    return console.looked_through(clinic.patient(case_id, *rules), metric)


def _sides(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {
        "above": table[table["above"] > 0],
        "under": table[table["under"]],
        "out": table[table["inside"] & ~table["under"]],
        "outside": table[~table["inside"]],
    }


def _told(one: Patient, line: HealthLine, table: pd.DataFrame, say: Words) -> pd.DataFrame:
    names = {name: say.pick(flag.name) for name, flag in one.sheet.flags.items()}
    names["later"] = say("a later one counts instead")
    comma = say("list comma")

    def why(flags: list[str]) -> str:
        lacks = say("not:") + " "
        return comma.join(lacks + names[f[1:]] if f.startswith("-") else names[f] for f in flags)

    told = pd.DataFrame(
        {
            say("Order"): table["order_id"].fillna(table["id"]),
            say("Day"): table["day"].dt.strftime("%Y-%m-%d"),
            say("Why"): [why(a) or why(o) for a, o in zip(table["because"], table["out"], strict=True)],
            say("Messages about it"): [comma.join(letters) for letters in table["letters"]],
            say("Leaves the window"): table["leaves"].dt.strftime("%Y-%m-%d"),
        }
    )
    told = told if line.table == "orders" else told.assign(**{say("Row"): table["id"]})
    return told[[name for name in told if (told[name].notna() & (told[name] != "")).any()]]
