"""What buyers wrote to the shop, what the shop wrote to them, and the platform's letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scenarios.clinic.draw import EPOCH, touched, unit
from scenarios.clinic.happenings import DAY, HOUR, Floats, Rows
from scenarios.clinic.nouns import Base, Cause, Notice, Talk


def messages(
    rows: Rows,
    fell: Mapping[str, Any],
    base: Base,
    causes: Sequence[Cause],
    now: float,
) -> pd.DataFrame:
    """One row a message received before ``now``; ``fell`` says which happenings fell on which order."""
    size = {name: unit(rows, name) for name in ("message", "slow_answer", "shop_writes")}
    wrote = np.flatnonzero(fell["message"])
    talks = [_talk(base, who, came) for who, came in zip(rows["who"][wrote], rows["delivered"][wrote], strict=True)]
    start = np.where([talk.arrived for talk in talks], rows["delivered"][wrote], rows["ordered"][wrote])
    received = start + (2 + 200 * size["message"][wrote]) * HOUR
    answered = received + (1 + 20 * rows["pace"][wrote]) * HOUR
    slow = fell["slow_answer"][wrote]
    answered = np.where(slow, received + (26 + 70 * size["slow_answer"][wrote]) * HOUR, answered)
    answered = np.where(fell["no_answer"][wrote], np.nan, answered)
    survey = np.where(fell["survey_no"][wrote], "no", np.where(fell["survey_yes"][wrote], "yes", ""))
    bought = pd.DataFrame(
        {
            "order": wrote,
            "topic": [talk.topic for talk in talks],
            "text": [talk.text[base.language] for talk in talks],
            "sender": "buyer",
            "received": received,
            "answered": answered,
            "no_answer_needed": fell["no_answer_needed"][wrote],
            "automatic": fell["auto_answer"][wrote],
            "survey": survey,
        }
    )
    sent = _shop_letters(rows, fell, size["shop_writes"], causes, base.language)
    table = pd.concat([bought, sent], ignore_index=True) if len(sent) else bought
    table = table[table["received"] < now].copy()
    table.loc[table["answered"] > now, "answered"] = np.nan
    table.loc[table["answered"].isna() | (table["answered"] + DAY > now), "survey"] = ""
    return table.sort_values("received", ignore_index=True)


def _talk(base: Base, who: int, delivered: float) -> Talk:
    """What that buyer writes; nobody speaks of a parcel that never came as if it had."""
    talk = base.talks[int(who) % len(base.talks)]
    return base.talks[0] if talk.arrived and np.isnan(delivered) else talk


def _shop_letters(
    rows: Rows, fell: Mapping[str, Any], size: Floats, causes: Sequence[Cause], lang: str
) -> pd.DataFrame:
    text = next((cause.shop_writes for cause in causes if cause.shop_writes), None)
    wrote = np.flatnonzero(fell["shop_writes"]) if text else np.array([], dtype=int)
    written = rows["ordered"][wrote] + (6 + 160 * size[wrote]) * HOUR
    return pd.DataFrame(
        {
            "order": wrote,
            "topic": "from_shop",
            "text": (text or {}).get(lang, ""),
            "sender": "shop",
            "received": written,
            "answered": written,
            "no_answer_needed": True,
            "automatic": False,
            "survey": "",
        }
    )


def notices(
    rows: Rows, causes: Sequence[Cause], base: Base, day: dt.date, now: float, more: Sequence[tuple[int, Notice]] = ()
) -> pd.DataFrame:
    """The platform's letters before ``now``, each beside an order it is about; ``more`` are (days ahead, letter)."""
    letters: list[tuple[int, Notice, Cause | None]] = [(ahead, one, None) for ahead, one in more]
    letters += [(-one.days_ago, one, cause) for cause in causes for one in cause.notices]
    found = []
    for ahead, one, cause in letters:
        at = (day.toordinal() - EPOCH + ahead) * DAY + 10 * HOUR
        if at < now:
            found.append(_notice(rows, one, cause, base, day, at))
    names = ("order", "product", "kind", "text_zh", "text_en", "at", "until")
    table = pd.DataFrame(found, columns=list(names))
    return table.sort_values("at", ignore_index=True)


def _notice(rows: Rows, one: Notice, cause: Cause | None, base: Base, day: dt.date, at: float) -> dict[str, Any]:
    about = rows["ordered"] < at - DAY
    if cause is not None:
        about = about & touched(rows, cause.where, tuple(base.countries), day)
    if one.product is not None:
        about = about & (rows["product_at"] == one.product)
    order = int(np.flatnonzero(about)[-1]) if about.any() else -1
    number = one.product if one.product is not None else int(rows["product_at"][order])
    name = base.products[number].name
    return {
        "order": order,
        "product": name[base.language],
        "kind": one.kind,
        "text_zh": one.text["zh"].replace("{product}", name["zh"]),
        "text_en": one.text["en"].replace("{product}", name["en"]),
        "at": at,
        "until": at + one.answer_days * DAY if one.answer_days else np.nan,
    }
