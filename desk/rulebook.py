"""The rules as a class has them: the course's pack or another, its own values for what nobody knows, all to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field

from content.errors import NotAllowed
from desk.house import Desk
from desk.people import Person
from reading.nouns import Frozen
from scenarios.nouns import PLATFORMS, Text
from scenarios.platforms import sheet
from scenarios.platforms.counted import Pack
from scenarios.platforms.measure import bound
from scenarios.platforms.packs import differences, with_pack, with_settings
from scenarios.platforms.sheet import Metric, Sheet
from store import classrooms
from store.nouns import ClassRules

Kind = Literal["metrics", "clocks", "settings", "numbers", "forbidden", "notes"]
Numbers = tuple[tuple[str, float | None], ...]
SIGNS = {"at_most": "≤", "at_least": "≥", "below": "<", "above": ">"}


class RuleLine(Frozen):
    """One rule to read. ``value`` holds in this class; ``others`` are (pack, its value,
    its window in days) where packs differ; an empty value is no bound at all."""

    id: str
    kind: Kind
    name: Text
    value: str
    window_days: int | None = None
    source: str
    doubt: Text = Field(default_factory=dict)
    others: tuple[tuple[Text, str, int | None], ...] = ()


class Unknown(Frozen):
    """A setting: what the course leaves open, what holds in this class, and between which bounds it may be set."""

    id: str
    name: Text
    value: float | None
    usual: float | None
    low: float
    high: float
    unit: str
    source: str
    doubt: Text


def sheet_of(platform: str, chosen: ClassRules) -> Sheet:
    """The sheet of a platform as ``chosen`` has it; a pack or setting that is no longer there falls back."""
    return sheet_with(platform, *choice_of(platform, chosen))


def choice_of(platform: str, chosen: ClassRules) -> tuple[str, Numbers]:
    """A class's pack of a platform (empty: the course's) and its own numbers by setting."""
    own = {k.partition(".")[2]: v for k, v in chosen.numbers.items() if k.startswith(f"{platform}.")}
    return chosen.packs.get(platform, ""), tuple(sorted(own.items()))


def kept_with(desk: Desk, who: Person, platform: str) -> dict[str, str]:
    """The class's choice of now, as a piece of work keeps it beside its versions."""
    pack, numbers = choice_of(platform, classrooms.rules_of(desk.store, who))
    return {"pack": pack, "numbers": json.dumps(numbers)}


def begun_with(versions: Mapping[str, str]) -> tuple[str, Numbers]:
    """The pack and numbers that a piece of work was begun with, from its versions."""
    numbers = tuple((str(name), value) for name, value in json.loads(versions.get("numbers") or "[]"))
    return versions.get("pack", ""), numbers


@lru_cache(maxsize=128)
def sheet_with(platform: str, pack: str = "", numbers: Numbers = ()) -> Sheet:
    """The sheet of a platform under a pack and with these numbers. Raises NotFound for no such platform."""
    course = sheet(platform)
    known = {one.id for one in course.packs}
    return with_settings(with_pack(course, pack if pack in known else course.pack), dict(numbers))


def sheet_for(desk: Desk, who: Person, platform: str) -> Sheet:
    """The sheet as this person's class has it."""
    return sheet_of(platform, classrooms.rules_of(desk.store, who))


def packs(platform: str) -> tuple[tuple[str, Text, str], ...]:
    """The packs of a platform: id, name, since when; the course's own first."""
    course = sheet(platform)
    own = (course.pack, {"zh": "教材规则（约 2019 年）", "en": "Course rules (about 2019)"}, "course-2019")
    return (own, *((one.id, one.name, one.since) for one in course.packs))


def lines(desk: Desk, who: Person, platform: str) -> tuple[RuleLine, ...]:
    """Metrics, clocks and numbers as they hold in this class, with what other packs say."""
    held, course = sheet_for(desk, who, platform), sheet(platform)
    found = [*(_metric(one) for one in held.metrics), *(_clock(one) for one in held.clocks)]
    found += [_number(one) for one in held.numbers]
    said = {pack.id: _said(course, pack) for pack in course.packs}
    whole: dict[tuple[str, str], RuleLine] = {(line.kind, line.id): line for line in _all(course)}
    return tuple(line.model_copy(update={"others": _others(line, held, course, said, whole)}) for line in found)


def unknowns(desk: Desk, who: Person, platform: str) -> tuple[Unknown, ...]:
    """What the course leaves open on this platform."""
    usual = {one.id: one.value for one in sheet(platform).settings}
    return tuple(
        Unknown(
            id=one.id, name=one.name, value=one.value, usual=usual[one.id], low=one.low, high=one.high,
            unit=one.unit, source=one.source, doubt=one.doubt,
        )
        for one in sheet_for(desk, who, platform).settings
    )  # fmt: skip


def choose(desk: Desk, who: Person, platform: str, pack: str, numbers: Mapping[str, float | None]) -> ClassRules:
    """Keeps a class's pack and settings of one platform. Raises NotAllowed for a student or a strange pack."""
    course = sheet(platform)
    if pack not in {one for one, _, _ in packs(platform)}:
        raise NotAllowed("没有这个规则版本。", "There is no such rule pack.")
    usual = {one.id: one.value for one in course.settings}
    before = classrooms.rules_of(desk.store, who)
    rest = {name: value for name, value in before.numbers.items() if not name.startswith(f"{platform}.")}
    own = {f"{platform}.{k}": v for k, v in numbers.items() if k in usual and v != usual[k]}
    kept = {p: chosen for p, chosen in before.packs.items() if p != platform and p in PLATFORMS}
    chosen = before.model_copy(
        update={"packs": kept | ({platform: pack} if pack != course.pack else {}), "numbers": rest | own}
    )
    classrooms.set_rules(desk.store, who, chosen)
    return chosen


def goal(metric: Metric) -> str:
    """The bound as a console writes it: ``< 1%``; empty without one."""
    limit = bound(metric)
    if limit is None:
        return ""
    direction, value = limit
    return f"{SIGNS[direction]} {100 * value:g}%" if metric.unit == "rate" else f"{SIGNS[direction]} {value:g}"


def _all(held: Sheet) -> list[RuleLine]:
    parts = (*map(_metric, held.metrics), *map(_clock, held.clocks), *map(_number, held.numbers))
    return list(parts)


def _metric(one: Metric) -> RuleLine:
    return RuleLine(
        id=one.id, kind="metrics", name=one.name, value=goal(one), window_days=one.window_days, source=one.source,
        doubt=one.doubt,
    )  # fmt: skip


def _clock(one: Any) -> RuleLine:
    hours = one.hours
    value = f"{hours:g} h" if hours < 72 or hours % 24 else f"{hours / 24:g} d"
    return RuleLine(id=one.id, kind="clocks", name=one.name, value=value, source=one.source, doubt=one.doubt)


def _number(one: Any) -> RuleLine:
    value = f"{100 * one.value:g}%" if one.unit == "rate" else f"{one.value:g}"
    return RuleLine(id=one.id, kind="numbers", name=one.name, value=value, source=one.source, doubt=one.doubt)


def _said(course: Sheet, pack: Pack) -> dict[tuple[str, str], RuleLine]:
    """The lines that a pack changes, as it has them."""
    changed = {tuple(name.split(".", 1)) for name, *_ in differences(course, pack)}
    return {(line.kind, line.id): line for line in _all(with_pack(course, pack.id)) if (line.kind, line.id) in changed}


def _others(
    line: RuleLine,
    held: Sheet,
    course: Sheet,
    said: Mapping[str, Mapping[tuple[str, str], RuleLine]],
    whole: Mapping[tuple[str, str], RuleLine],
) -> tuple[tuple[Text, str, int | None], ...]:
    """What the packs that do not hold here say where they differ from what does."""
    key = (line.kind, line.id)
    found = []
    for name, title, _ in packs(course.platform):
        if name == held.pack:
            continue
        theirs = whole.get(key) if name == course.pack else said[name].get(key, whole.get(key))
        if theirs and (theirs.value, theirs.window_days) != (line.value, line.window_days):
            found.append((title, theirs.value, theirs.window_days))
    return tuple(found)
