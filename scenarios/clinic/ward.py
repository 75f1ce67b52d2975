"""The clinic's content: a ward and its cases for each platform, and the columns of the tables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from content.errors import ContentError, NotFound
from content.loader import Document, load_documents, load_yaml, misfit
from scenarios.clinic.nouns import ClinicCase, Ward
from scenarios.nouns import PLATFORMS
from scenarios.platforms.measure import bound
from scenarios.platforms.sheet import Metric, Sheet

HERE = Path(__file__).parent


@cache
def columns(table: str) -> dict[str, dict[str, Any]]:
    """The columns of a table: name -> {type, name}."""
    found: dict[str, dict[str, Any]] = load_yaml(HERE / "columns.yaml")[table]
    return found


@cache
def ward(platform: str) -> Ward:
    """The clinic of one platform. Raises NotFound for a platform without one, ContentError for a wrong field."""
    path = HERE / f"{platform}.yaml"
    if not path.exists():
        raise NotFound(f"{platform} 还没有账户诊所。", f"There is no clinic for {platform} yet.")
    (document,) = load_documents(path)
    made: Ward = _made(Ward, document, document.value, ())
    return made


def with_practice(sheet: Sheet, ward: Ward) -> Sheet:
    """``sheet`` with the ward's practice bounds on those metrics that have no bound; each says so in its doubt."""
    ours = {one.metric: one for one in ward.practice_bounds}

    def bounded(metric: Metric) -> Metric:
        if metric.id not in ours or bound(metric) is not None:
            return metric
        mine = ours[metric.id]
        changed = mine.model_dump(include={"at_most", "at_least", "below", "above"})
        doubt = {lang: metric.doubt.get(lang, "") + mine.doubt[lang] for lang in mine.doubt}
        return metric.model_copy(update=changed | {"doubt": doubt})

    return sheet.model_copy(update={"metrics": tuple(map(bounded, sheet.metrics))})


@cache
def clinic_cases() -> dict[str, ClinicCase]:
    """All cases by id, platform after platform, easy ones first.

    Raises ContentError for a wrong field or an id used twice.
    """
    found: dict[str, ClinicCase] = {}
    for platform in PLATFORMS:
        path = HERE / "cases" / f"{platform}.yaml"
        if not path.exists():
            continue
        (document,) = load_documents(path)
        cases = [_made(ClinicCase, document, value, (n,)) for n, value in enumerate(document.value)]
        for case in sorted(cases, key=lambda one: one.difficulty):
            if case.id in found:
                raise ContentError(
                    str(path), None, "id", f"编号 {case.id} 用了两次。", f"The id {case.id} is used twice."
                )
            found[case.id] = case
    return found


def _made(kind: Any, document: Document, value: Any, at: tuple[int, ...]) -> Any:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise misfit(error, document, at) from error
