"""Every sheet counts with flags and columns that exist, and its settings and packs change what is there."""

from __future__ import annotations

import pytest

from content.loader import load_documents
from scenarios.nouns import PLATFORMS
from scenarios.platforms import sheet
from scenarios.platforms.packs import differences, with_pack, with_settings
from tests.accounts import COLUMNS

(TABLES,) = load_documents(COLUMNS)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_flags_look_at_columns_that_exist(platform: str) -> None:
    rules = sheet(platform)
    for name, flag in rules.flags.items():
        columns = set(TABLES.value[flag.of])
        for trial in (*flag.all, *flag.any):
            assert {trial.column, trial.after or trial.column, trial.by or trial.column} <= columns, name
            assert not trial.clock or rules.clock(trial.clock).hours > 0
        assert flag.name["zh"] and flag.name["en"] and flag.source


@pytest.mark.parametrize("platform", PLATFORMS)
def test_metrics_count_flags_of_their_own_table(platform: str) -> None:
    rules = sheet(platform)
    for metric in rules.metrics:
        if (counted := metric.counted) is None:
            continue
        columns = set(TABLES.value[counted.of])
        assert {counted.dated, *counted.also, counted.mean or counted.dated} <= columns, metric.id
        assert counted.latest_per is None or counted.latest_per in columns
        for name in (*counted.among, *counted.excludes, *counted.counts):
            assert rules.flags[name].of == counted.of, (metric.id, name)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_flag_is_used(platform: str) -> None:
    rules = sheet(platform)
    how = [metric.counted for metric in rules.metrics if metric.counted]
    how += [counted for pack in rules.packs for counted in pack.counted.values()]
    used = {name for one in how for name in (*one.among, *one.excludes, *one.counts)}
    assert set(rules.flags) - used == set()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_setting_lies_in_its_bounds_says_its_doubt_and_sets_what_exists(platform: str) -> None:
    rules = sheet(platform)
    for setting in rules.settings:
        assert setting.value is None or setting.low <= setting.value <= setting.high
        assert setting.doubt["zh"] and setting.doubt["en"] and setting.source
        changed = with_settings(rules, {setting.id: setting.high})
        assert changed.setting(setting.id) == setting.high
        for target in setting.sets:
            part, one_id, field = target.split(".")
            found = next(one for one in getattr(changed, part) if one.id == one_id)
            assert getattr(found, field) == setting.high


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_pack_differs_and_its_differences_can_be_shown(platform: str) -> None:
    rules = sheet(platform)
    for pack in rules.packs:
        assert differences(rules, pack), pack.id
        assert with_pack(rules, pack.id) != rules and pack.name["zh"] and pack.since and pack.source
