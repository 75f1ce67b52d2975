"""Loads a platform's console: the YAML beside its module, with the acts that every console has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from content.loader import load_documents, misfit
from scenarios.operations.nouns import Console, Says

HERE = Path(__file__).parent


@cache
def console(platform: str) -> Console:
    """The console of a platform. Raises ContentError when a field of it is wrong."""
    common, own = _value("common"), _value(platform)
    merged = {**own, **{part: {**common[part], **own[part]} for part in ("acts", "refusals")}}
    try:
        return Console.model_validate(merged)
    except ValidationError as error:
        (document,) = load_documents(HERE / f"{platform}.yaml")
        raise misfit(error, document, zh="后台有误:") from error


@cache
def common_refusals() -> dict[str, Says]:
    """Refusals that belong to no platform: forms and waiting."""
    return {code: Says.model_validate(value) for code, value in _value("common")["refusals"].items()}


def _value(name: str) -> dict[str, Any]:
    (document,) = load_documents(HERE / f"{name}.yaml")
    value: dict[str, Any] = document.value
    return value
