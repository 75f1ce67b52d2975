"""The codes in a console's tables in words: who cancelled, why money went back, what a message is about."""

from __future__ import annotations

import pandas as pd

from content.words import Words

CODES = (
    "channel", "cancelled_by", "cancel_reason", "claim", "claim_result", "refund_reason", "fraud", "error", "payment",
    "topic", "sender", "survey",
)  # fmt: skip


def in_words(rows: pd.DataFrame, say: Words) -> pd.DataFrame:
    """``rows`` with a word for each code and the name of each country; what is empty stays empty."""
    told = {name: rows[name].map(_words(rows[name], name, say)) for name in (*CODES, "country") if name in rows}
    return rows.assign(**told)


def _words(column: pd.Series, name: str, say: Words) -> dict[str, str]:
    codes = [str(code) for code in column.dropna().unique()]
    return {code: say.country(code) if name == "country" else say.name(f"cell {name}", code) for code in codes}
