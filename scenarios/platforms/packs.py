"""A class's own version of a rule sheet: another pack of the rules, and its own values for what nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.errors import NotFound
from scenarios.platforms.counted import Pack
from scenarios.platforms.sheet import Sheet

PARTS = ("metrics", "clocks", "settings", "numbers")
TEXTS = ("forbidden", "notes")


def with_pack(sheet: Sheet, pack_id: str) -> Sheet:
    """``sheet`` as the pack changes it; its own name gives it back unchanged. Raises NotFound for a strange pack."""
    if pack_id == sheet.pack:
        return sheet
    pack = next((pack for pack in sheet.packs if pack.id == pack_id), None)
    if pack is None:
        known = ", ".join((sheet.pack, *(pack.id for pack in sheet.packs)))
        raise NotFound(
            f"没有规则版本 {pack_id}，现有:{known}。", f"There is no rule pack {pack_id}; there are {known}."
        )
    counted = {f"metrics.{name}": {"counted": how} for name, how in pack.counted.items()}
    left = {part: tuple(one for one in getattr(sheet, part) if one.id not in pack.drops) for part in TEXTS}
    return _changed(_changed(sheet, pack.changes), counted).model_copy(update={"pack": pack.id, **left})


def with_settings(sheet: Sheet, chosen: Mapping[str, float | None]) -> Sheet:
    """``sheet`` with the class's own values; a value outside a setting's bounds is brought to the nearer bound."""
    changes: dict[str, dict[str, float | int | None]] = {}
    for one in sheet.settings:
        if one.id not in chosen:
            continue
        given = chosen[one.id]
        value = None if given is None else min(max(given, one.low), one.high)
        for target in (f"settings.{one.id}.value", *one.sets):
            thing, _, field = target.rpartition(".")
            days = field.endswith("_days") and value is not None
            changes.setdefault(thing, {})[field] = round(value or 0) if days else value
    return _changed(sheet, changes)


def differences(sheet: Sheet, pack: Pack) -> tuple[tuple[str, str, Any, Any], ...]:
    """What a pack changes, for a screen: (``metrics.<id>``, field, value in this sheet, value in the pack).

    What it drops is ``forbidden.<id>`` or ``notes.<id>`` without a field, and None in the pack.
    """
    found = []
    for name, fields in pack.changes.items():
        part, _, one_id = name.partition(".")
        old = next(one for one in getattr(sheet, part) if one.id == one_id)
        found += [(name, field, getattr(old, field), value) for field, value in fields.items()]
    for name, how in pack.counted.items():
        before = sheet.metric(name).counted
        found += [
            (f"metrics.{name}", field, getattr(before, field), getattr(how, field))
            for field in type(how).model_fields
            if before is not None and getattr(before, field) != getattr(how, field)
        ]
    for part in TEXTS:
        found += [(f"{part}.{one.id}", "", one.id, None) for one in getattr(sheet, part) if one.id in pack.drops]
    return tuple(found)


def _changed(sheet: Sheet, changes: Mapping[str, Mapping[str, Any]]) -> Sheet:
    parts = {
        part: tuple(one.model_copy(update=dict(changes.get(f"{part}.{one.id}", {}))) for one in getattr(sheet, part))
        for part in PARTS
    }
    return sheet.model_copy(update=parts)
