"""The words for what is wrong with a file of shipping confirmations, read from ``shipping_faults.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from scenarios.operations.nouns import Fault


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = load_yaml(Path(__file__).with_suffix(".yaml"))
    return words


def codes() -> tuple[str, ...]:
    """Every finding there is."""
    return tuple(_words())


def fault(code: str, line: int = 0, column: int = 0, field: str = "", **values: Any) -> Fault:
    """One finding in words; ``values`` are what stands there and what was wanted. KeyError for a strange code."""
    says = _words()[code]
    return Fault.model_validate(
        {
            "kind": says.get("kind", "error"),
            "line": line,
            "column": column,
            "field": field,
            "code": code,
            "zh": says["zh"].format(**values),
            "en": says["en"].format(**values),
            "source": says["source"],
        }
    )
