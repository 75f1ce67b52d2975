"""The reading room's word lists, read once from the YAML files beside the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .sought import Sought


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The word list ``reading/<name>.yaml``."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def pattern(source: str) -> Sought:
    """A compiled pattern that ignores case."""
    return Sought(source)
