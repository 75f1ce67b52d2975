"""The reading room's word lists, read once from the YAML files beside the code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The word list ``reading/<name>.yaml``."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def pattern(source: str) -> re.Pattern[str]:
    """A compiled pattern that ignores case."""
    return re.compile(source, re.I)
