"""Which facts of the course a rule sheet cites anywhere in it."""

from __future__ import annotations

import json
import re

from scenarios.platforms import sheet

FACT = re.compile(r"\b(?:AMZ|EBY|ALI|WSH|DHG|TAO|CNF|GAP)-\d{2}\b")


def cited(platform: str) -> set[str]:
    """The fact ids in every ``source`` of the sheet, whatever it stands beside."""
    return set(FACT.findall(json.dumps(sheet(platform).model_dump(mode="json"), ensure_ascii=False)))


def ids(prefix: str, *ranges: tuple[int, int]) -> set[str]:
    """``PREFIX-nn`` for each number of the ranges, both ends inclusive."""
    return {f"{prefix}-{n:02d}" for first, last in ranges for n in range(first, last + 1)}
