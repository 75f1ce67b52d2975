"""What lies beside a conversation: rules that matter, the clock, tools, what may be promised, hints."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from content.loader import load_yaml
from content.words import LANGS, words
from desk.house import Desk
from desk.seen import ClockView, RuleNote, Tools
from reading.nouns import REMEDIES, Move
from scenarios.nouns import Case, Text
from scenarios.platforms import PLATFORM, sheet
from scenarios.platforms.sheet import notes
from scenarios.situations import expected_moves

MANY = 4  # remedies of which one is enough: more are not listed one by one


@cache
def _zones() -> dict[str, str]:
    found: dict[str, str] = load_yaml(Path(__file__).with_name("zones.yaml"))
    return found


def rules_of(case: Case) -> tuple[RuleNote, ...]:
    """The rules of the platform's sheet that matter in this case, the nearest to its situation first."""
    return tuple(
        RuleNote(id=note.id, title=note.title, text=note.text, source=", ".join(note.sources), doubt=note.doubt)
        for note in notes(case, sheet(case.platform))
    )


def clock_of(case: Case) -> ClockView | None:
    """The most urgent clock, in the case's own time; None when none runs."""
    due = next(iter(PLATFORM[case.platform].clocks(case, sheet(case.platform))), None)
    if due is None:
        return None
    return ClockView(
        name=due.name,
        hours_total=due.hours_total,
        hours_left=due.hours_left,
        source=due.source,
        on_expiry=due.on_expiry,
    )


def tools_of(desk: Desk, case: Case) -> Tools:
    """Size chart and tracking history of the case, the buyer's time, fitting letters, what may be promised."""
    zone = _zones().get(case.buyer.country, "")
    return Tools(
        size_chart=_table(case.extra.get("size_chart")),
        buyer_local_time=_local(case.now, zone),
        buyer_zone=zone,
        tracking_history=_table(case.extra.get("tracking_history")),
        letters=tuple(
            letter
            for letter in sorted(desk.letters, key=lambda one: (one.stage != case.stage, one.id))
            if letter.language == case.language and (not letter.platforms or case.platform in letter.platforms)
        ),
        promises=promises_of(case),
    )


def _table(rows: Any) -> list[dict[str, Any]] | None:
    """A teacher's own table in whatever shape: a list of rows, or name: value."""
    if isinstance(rows, dict):
        rows = [value if isinstance(value, dict) else {"": name, " ": value} for name, value in rows.items()]
    if not isinstance(rows, (list, tuple)) or not rows:
        return None
    return [row if isinstance(row, dict) else {"": str(row)} for row in rows]


def _local(now: dt.datetime, zone: str) -> str:
    try:
        return f"{now.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if zone else ""
    except ZoneInfoNotFoundError:  # a machine without time zone data
        return ""


def promises_of(case: Case) -> tuple[Text, ...]:
    """What the agent may promise, with its condition as the case words it."""
    found = []
    for promise in case.authority or ():
        name = _named("move", promise.move.value)
        condition = promise.condition
        found.append({lang: f"{text} ({condition})" if condition else text for lang, text in name.items()})
    return tuple(found)


def hints_of(case: Case) -> tuple[Text, ...]:
    """What a reply to such a message usually does, and where this one tempts; from the table of situations."""
    obligatory, conventional = expected_moves(case)
    found = []
    if obligatory:
        either = {"zh": "或", "en": " or "}
        named = [_one_of(entry) for entry in obligatory]
        joined = {lang: [either[lang].join(name[lang] for name in entry) for entry in named] for lang in LANGS}
        found.append(
            {"zh": f"这类来信一定要做到：{'、'.join(joined['zh'])}。", "en": f"A must here: {', '.join(joined['en'])}."}
        )
    if conventional:
        names = [_named("move", move.value) for move in conventional]
        zh, en = "、".join(n["zh"] for n in names), ", ".join(n["en"] for n in names)
        found.append({"zh": f"通常还会：{zh}。", "en": f"Usual as well: {en}."})
    if case.temptations:
        names = [_named("violation", code) for code in case.temptations]
        zh, en = "、".join(n["zh"] for n in names), ", ".join(n["en"] for n in names)
        found.append({"zh": f"小心，这里容易犯：{zh}。", "en": f"Careful, easy to slip into here: {en}."})
    if case.holding_allowed:
        found.append(
            {
                "zh": "答案还没有，可以先回一封：说明在查，并写明几时再回复。",
                "en": "No answer yet: you may say that you are looking into it, and when you will write again.",
            }
        )
    return tuple(found)


def _one_of(moves: tuple[Move, ...]) -> list[Text]:
    """The moves of which one is enough; nearly all remedies together are just called a remedy."""
    if len(REMEDIES & set(moves)) < MANY:
        return [_named("move", move.value) for move in moves]
    rest = [_named("move", move.value) for move in moves if move not in REMEDIES and move is not Move.OPTIONS]
    return [{"zh": "一种补救（退款、补发、退货等）", "en": "one remedy (refund, resend, return …)"}, *rest]


def _named(kind: str, code: str) -> Text:
    return {lang: words(lang).name(kind, code) for lang in LANGS}
