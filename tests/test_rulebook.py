"""A class has its own version of the rules: another pack, its own numbers, and work begun keeps what it was begun with."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest

from content.errors import NotAllowed
from desk import Desk, clinic_work, exercises, people, rulebook, settings
from desk.people import Person
from scenarios.nouns import PLATFORMS
from scenarios.platforms import sheet
from tests.screens import NOW, PASSWORD, Draw, draw, fine, lei, room, say, text_of, wang, went


def newer(desk: Desk, who: Person, **numbers: float | None) -> None:
    rulebook.choose(desk, who, "amazon", sheet("amazon").packs[0].id, numbers)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_shows_its_figures_with_source_and_doubt(room: Desk, lei: Person, platform: str) -> None:
    lines = rulebook.lines(room, lei, platform)
    assert len([line for line in lines if line.kind == "metrics"]) == len(sheet(platform).metrics)
    assert all(line.source and line.name["zh"] and line.name["en"] for line in lines)
    assert all(one.doubt["zh"] and one.source for one in rulebook.unknowns(room, lei, platform))


@pytest.mark.parametrize("platform", [p for p in PLATFORMS if sheet(p).packs])
def test_where_packs_differ_each_side_shows_the_other(room: Desk, wang: Person, platform: str) -> None:
    for pack in sheet(platform).packs:
        course = {(one.kind, one.id): one for one in rulebook.lines(room, wang, platform)}
        rulebook.choose(room, wang, platform, pack.id, {})
        other = {(one.kind, one.id): one for one in rulebook.lines(room, wang, platform)}
        changed = [key for key in course if course[key].value != other[key].value]
        for key in changed:
            assert course[key].value in [value for _, value, _ in other[key].others]
        rulebook.choose(room, wang, platform, sheet(platform).pack, {})


def test_a_class_sets_what_nobody_knows_and_bounds_hold(room: Desk, wang: Person, lei: Person) -> None:
    newer(room, wang, poor_beyond=3)
    held = rulebook.sheet_for(room, lei, "amazon")
    assert held.setting("poor_beyond") == 3 and held.pack == sheet("amazon").packs[0].id
    assert sheet("amazon").setting("poor_beyond") == 2
    newer(room, wang, poor_beyond=1e9)
    assert rulebook.sheet_for(room, lei, "amazon").setting("poor_beyond") == 10


def test_the_weights_of_a_class_are_kept_beside_its_rules(room: Desk, wang: Person) -> None:
    newer(room, wang, poor_beyond=3)
    settings.choose(room, wang, "balanced", True, True)
    assert settings.of_class(room, wang).numbers == {"amazon.poor_beyond": 3}
    newer(room, wang)
    assert settings.of_class(room, wang).exam.exam_caps


def test_only_a_teacher_chooses_and_only_what_exists(room: Desk, wang: Person, lei: Person) -> None:
    with pytest.raises(NotAllowed):
        newer(room, lei)
    with pytest.raises(NotAllowed):
        rulebook.choose(room, wang, "amazon", "no-such-pack", {})


def test_another_class_keeps_its_own(room: Desk, wang: Person) -> None:
    newer(room, wang, poor_beyond=3)
    other = people.add_teacher(room, "陈老师", "chen", PASSWORD, "商英二班")
    assert rulebook.sheet_for(room, other, "amazon").pack == sheet("amazon").pack


def test_work_that_was_begun_keeps_its_rules(room: Desk, wang: Person, lei: Person) -> None:
    work = clinic_work.open_case(room, lei, "amz-clinic-01", NOW)
    newer(room, wang, poor_beyond=3)
    begun = clinic_work.patient_of(exercises.get(room, lei, work))
    assert begun.sheet.setting("poor_beyond") == 2
    later = people.add_student(room, wang, "韩梅梅", "hanmeimei", PASSWORD)
    fresh = clinic_work.patient_of(exercises.get(room, later, clinic_work.open_case(room, later, "amz-clinic-01", NOW)))
    assert fresh.sheet.setting("poor_beyond") == 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_teacher_chooses_on_the_rules_page_and_a_student_sees_it(
    draw: Draw, room: Desk, wang: Person, lei: Person, lang: str
) -> None:
    page = draw("rules", wang, lang)
    pack = sheet("amazon").packs[0]
    page.radio(key="pack_of_amazon").set_value(pack.id)
    (save,) = [b for b in page.button if b.form_id]
    fine(save.click().run())
    assert rulebook.sheet_for(room, lei, "amazon").pack == pack.id
    seen = text_of(draw("rules", lei, lang))
    assert pack.name[lang] in seen and say("Rules of your class", lang) in seen
