"""Every cue in the reading room's word lists is a pattern that compiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from reading.hints import combos, families
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


@pytest.mark.parametrize("name", ["tone", "edges", "promises", "offers", "tasks", "clauses", "violations", "hints"])
def test_every_cue_is_a_string_that_compiles(name: str) -> None:
    """An unquoted ": " turns a YAML string into a mapping without a word."""
    for path, found in strings(yaml.safe_load((READING / f"{name}.yaml").read_text(encoding="utf-8")), name):
        if isinstance(found, bool | float | int) or ".stems" in path or path.startswith("hints.combos"):
            continue
        assert isinstance(found, str), f"{path}: {found!r}"
        (_cue if name == "violations" else re.compile)(found)


def test_every_combination_names_families_that_exist() -> None:
    for combo in combos():
        assert set(combo.of) | set(combo.unless) <= set(families()), combo
