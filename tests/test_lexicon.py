"""Every cue in the reading room's word lists is a pattern that compiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from reading.violations import _cue

READING = Path(__file__).parents[1] / "reading"


def strings(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield path, inner
    else:
        yield path, value


@pytest.mark.parametrize("name", ["tone", "edges", "promises", "offers", "tasks", "clauses", "violations"])
def test_every_cue_is_a_string_that_compiles(name: str) -> None:
    """An unquoted ": " turns a YAML string into a mapping without a word."""
    for path, found in strings(yaml.safe_load((READING / f"{name}.yaml").read_text(encoding="utf-8")), name):
        if isinstance(found, bool | float | int):
            continue
        assert isinstance(found, str), f"{path}: {found!r}"
        (_cue if name == "violations" else re.compile)(found)
