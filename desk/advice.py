"""What to practise next and why: the same replies always give the same suggestions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from content.words import LANGS, words
from desk.figures import Said, mean_levels, moves, settings, temptations, weakest
from reading.nouns import Frozen
from scenarios.nouns import PLATFORMS, Case, Text
from scenarios.situations import expected_moves


class Suggestion(Frozen):
    """A case to practise next and why."""

    case_id: str
    title: Text
    reason: Text


def suggestions(cases: Mapping[str, Case], said: Sequence[Said]) -> tuple[Suggestion, ...]:
    """At most three different cases: first a fallen temptation, then the weakest criterion by stage, missed moves,
    platforms never tried, and last whatever was not tried yet, easy ones first."""
    tried = {line.case_id for line, _ in said}
    fresh = sorted(cases.values(), key=lambda case: (case.id in tried, case.difficulty, case.id))
    found: dict[str, Suggestion] = {}
    for fits, reason in _reasons(said):
        case = next((case for case in fresh if case.id not in found and fits(case)), None)
        if case is not None:
            found[case.id] = Suggestion(case_id=case.id, title=case.title, reason=reason)
        if len(found) == settings()["suggestions"]:
            break
    return tuple(found.values())


Wish = tuple[Callable[[Case], bool], Text]


def _reasons(said: Sequence[Said]) -> Iterator[Wish]:
    yield from _fallen(said)
    yield from _weak(said)
    yield from _missed(said)
    yield from _untried(said)
    known = {line.case_id for line, _ in said}
    new = {"zh": "还没有练过的案例。", "en": "A case you have not tried yet."}
    for _ in range(settings()["suggestions"]):
        yield (lambda case: case.id not in known), new


def _fallen(said: Sequence[Said]) -> Iterator[Wish]:
    recent = said[-settings()["recent"] :]
    fallen = [
        (avoided - tempted, code) for code, (avoided, tempted) in temptations(recent).items() if avoided < tempted
    ]
    for _, code in sorted(fallen)[:1]:
        name = _named("violation", code)
        yield (
            lambda case, code=code: code in case.temptations,  # type: ignore[misc]
            {
                "zh": f"上次没有避开「{name['zh']}」，再练一个有同样诱惑的案例。",
                "en": f"You slipped into “{name['en']}”; practise a case with the same temptation.",
            },
        )


def _weak(said: Sequence[Said]) -> Iterator[Wish]:
    criterion = weakest(said)
    if criterion is None:
        return
    stages = {line.stage for line, _ in said}
    means = {
        stage: mean_levels([one for one in said if one[0].stage == stage]).get(criterion, 4.0)
        for stage in sorted(stages)
    }
    stage = min(means, key=lambda name: means[name])
    name, where = _named("criterion", criterion), _named("stage", stage)
    yield (
        lambda case: case.stage == stage,
        {
            "zh": f"「{name['zh']}」较弱，{where['zh']}平均 {means[stage]:.1f} 级（满分 4）。",
            "en": f"{name['en']} is your weak point: level {means[stage]:.1f} of 4 on average in {where['en']}.",
        },
    )


def _missed(said: Sequence[Said]) -> Iterator[Wish]:
    made, missed = moves(said[-settings()["recent"] :])
    worst = sorted(missed, key=lambda code: (made.get(code, 0) - missed[code], code))
    for code in worst[:1]:
        name = _named("move", code)
        yield (
            lambda case, code=code: any(code in entry for entry in expected_moves(case)[0]),  # type: ignore[misc]
            {
                "zh": f"常漏「{name['zh']}」：最近漏了 {missed[code]} 次。",
                "en": f"You often leave out “{name['en']}”: {missed[code]} times lately.",
            },
        )


def _untried(said: Sequence[Said]) -> Iterator[Wish]:
    tried = {line.platform for line, _ in said}
    for platform in [name for name in PLATFORMS if name not in tried]:
        name = _named("platform", platform)
        yield (
            lambda case, platform=platform: case.platform == platform,  # type: ignore[misc]
            {"zh": f"还没有练过{_spaced(name['zh'])}。", "en": f"You have not tried {name['en']} yet."},
        )


def _spaced(name: str) -> str:
    """A name at the end of a Chinese sentence: Latin letters have a space before them, Chinese ones none."""
    return f" {name}" if name.isascii() else name


def _named(kind: str, code: str) -> Text:
    return {lang: words(lang).name(kind, code) for lang in LANGS}
