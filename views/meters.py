"""What a conversation did to the shop: each figure of the platform before and after, with its threshold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from content.words import Words
from desk.rulebook import SIGNS

from .ink import draw, esc

UNKNOWN = "unknown"  # a standing that says nothing
DOWN_IS_GOOD = ("at_most", "below")


def draw_meters(changes: Sequence[Any], say: Words) -> None:
    """Draws the figures side by side; the ones that moved come first."""
    if changes:
        moved = sorted(changes, key=lambda c: c.before == c.after)
        body = "".join(_meter(c, say) for c in moved[:6])
        draw(f'<h4>{esc(say("What it did to the shop"))}</h4><div class="meters">{body}</div>')


def figure(value: float | None, unit: str, say: Words) -> str:
    """A figure with its unit: 0.62%, 26 h, 4.6."""
    if value is None:
        return "–"
    if unit == "rate":
        return f"{value * 100:.2f}".rstrip("0").rstrip(".") + "%"
    if unit == "hours":
        return say.hours(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")


def trend(change: Any) -> str:
    """ "better", "worse" or "" for a figure that did not move or has no good direction."""
    if change.before is None or change.after is None or change.before == change.after or not change.direction:
        return ""
    fell = change.after < change.before
    return "better" if fell == (change.direction in DOWN_IS_GOOD) else "worse"


def _meter(change: Any, say: Words) -> str:
    way = trend(change)
    arrow = {"better": "↗ ", "worse": "↘ ", "": ""}[way]
    label = say.name("trend", way) if way else say("unchanged") if change.before == change.after else ""
    limit = ""
    if change.threshold is not None and change.direction:
        limit = say(
            "Limit {sign} {value}", sign=SIGNS[change.direction], value=figure(change.threshold, change.unit, say)
        )
    before, after = figure(change.before, change.unit, say), figure(change.after, change.unit, say)
    values = after if before == after else f"<s>{before} →</s> {after}"
    known = [s for s in dict.fromkeys((change.state_before, change.state_after)) if s and s != UNKNOWN]
    state = " → ".join(say.name("standing", s) for s in known)
    why = say.pick(change.why)
    source = say("Source: {ids}", ids=change.source) if change.source else ""
    return (
        f'<div class="meter {way}" title="{esc(source)}"><div class="n">{esc(say.pick(change.name))}</div>'
        f'<div class="v">{values}</div>'
        f"<small>{arrow}{esc(' · '.join(w for w in (label, state) if w))}</small><small>{esc(limit)}</small>"
        f"{'<small>' + esc(why) + '</small>' if why else ''}</div>"
    )
