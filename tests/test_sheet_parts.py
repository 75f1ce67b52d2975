"""Flags, settings, numbers, tables and packs of every sheet: in both languages, sourced, and pointing at what exists."""

from __future__ import annotations

import re

import pytest

from content.loader import load_documents
from scenarios.nouns import PLATFORMS
from scenarios.platforms import sheet
from scenarios.platforms.counted import Counted, Row, Trial
from scenarios.platforms.packs import PARTS, differences, with_pack
from tests.accounts import COLUMNS

FACT = re.compile(r"^(?:AMZ|EBY|ALI|WSH|DHG|TAO|GEN|MSG|CLK|HBK|CRS|CRM|GAP|CNF)-\d{2}$")
TABLES = load_documents(COLUMNS)[0].value


def spoken(text: dict[str, str]) -> bool:
    return set(text) == {"zh", "en"} and all(text.values())


def trials_of(trial: Trial) -> set[str]:
    return {name for name in (trial.column, trial.after, trial.by) if name}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_flags_settings_numbers_and_rows_speak_both_languages_and_name_their_facts(platform: str) -> None:
    rules = sheet(platform)
    rows = [row for table in rules.tables.values() for row in table]
    for one in (*rules.flags.values(), *rules.settings, *rules.numbers, *rules.packs, *rows):
        assert spoken(one.name) and FACT.match(one.source), one
        doubt = getattr(one, "doubt", {})
        assert not doubt or spoken(doubt), one
    for one in rules.settings:
        assert one.doubt and one.low <= one.high and (one.value is None or one.low <= one.value <= one.high), one
    for ids in (
        [one.id for one in rules.settings],
        [one.id for one in rules.numbers],
        *([r.id for r in t] for t in rules.tables.values()),
    ):
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_flags_look_at_columns_that_an_account_has(platform: str) -> None:
    for flag in sheet(platform).flags.values():
        for trial in (*flag.all, *flag.any):
            assert trials_of(trial) <= set(TABLES[flag.of]), trial


def ways(platform: str) -> list[tuple[str, Counted]]:
    rules = sheet(platform)
    own = [(one.id, one.counted) for one in rules.metrics if one.counted]
    return own + [(name, how) for pack in rules.packs for name, how in pack.counted.items()]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_metric_counts_flags_and_columns_of_its_own_table(platform: str) -> None:
    flags = sheet(platform).flags
    for _, how in ways(platform):
        used = {*how.among, *how.excludes, *how.counts}
        assert all(flags[name].of == how.of for name in used), how
        assert {how.dated, *how.also, how.mean or how.dated} <= set(TABLES[how.of])
        assert all(TABLES[how.of][name]["type"] == "moment" for name in (how.dated, *how.also))


@pytest.mark.parametrize("platform", ["ebay", "aliexpress", "dhgate"])
def test_every_metric_is_counted_and_every_flag_is_used(platform: str) -> None:
    rules = sheet(platform)
    assert all(metric.counted for metric in rules.metrics)
    used = {name for _, how in ways(platform) for name in (*how.among, *how.excludes, *how.counts)}
    assert used == set(rules.flags)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_pack_changes_only_what_is_there_and_something_of_it(platform: str) -> None:
    rules = sheet(platform)
    for pack in rules.packs:
        found = differences(rules, pack)
        assert found and any(old != new for _, _, old, new in found)
        assert {name.partition(".")[0] for name in pack.changes} <= set(PARTS)
        assert with_pack(rules, pack.id).pack == pack.id


def test_a_cell_of_words_is_no_number() -> None:
    row = Row.model_validate({"id": "x", "name": {}, "source": "EBY-01", "cells": {"n": 2, "way": "by post"}})
    assert row.number("n") == 2
    with pytest.raises(TypeError, match=r"x\.way"):
        row.number("way")
