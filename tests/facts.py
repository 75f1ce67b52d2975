"""Which facts of the course a rule sheet cites."""

from __future__ import annotations

import re

from scenarios.platforms import sheet

FACT = re.compile(r"\b[A-Z]{3}-\d{2}\b")


def cited(platform: str) -> set[str]:
    """Every fact id that stands in the sheet of ``platform``."""
    return set(FACT.findall(sheet(platform).model_dump_json()))


def ids(family: str, *numbers: int | range) -> set[str]:
    """The ids of a family, from single numbers and ranges."""
    flat = [n for one in numbers for n in ([one] if isinstance(one, int) else one)]
    return {f"{family}-{n:02d}" for n in flat}
