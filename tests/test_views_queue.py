"""The teacher's queue, class rules and grading again, as they are drawn."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import dataclasses

import pytest

from desk import Desk, people, practice, queue, regrade, settings
from desk.people import Person
from tests.screens import NOW, PASSWORD, Draw, answered, draw, fine, lei, room, say, text_of, wang, went
from tests.test_queue import LATER, LONG, WORDS, sterner
from views import person as door
from views.card import card_html, fault_name


@pytest.fixture
def mei(room: Desk, wang: Person) -> Person:
    return people.add_student(room, wang, "韩梅梅", "hanmeimei", PASSWORD)


def in_a_test(room: Desk, who: Person, text: str) -> practice.TurnView:
    attempt = practice.open_case(room, who, "mug", "test", NOW)
    return practice.answer(room, who, attempt, text, "one", NOW)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_queue_says_so(draw: Draw, wang: Person, lang: str) -> None:
    assert say("Nothing waits for you.", lang) in text_of(draw("queue", wang, lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_queue_shows_who_waits_and_why_and_opens_the_review(
    draw: Draw, wang: Person, lei: Person, mei: Person, room: Desk, went: list, lang: str
) -> None:
    answered(room, mei)
    turn = in_a_test(room, lei, LONG + " V04")
    page = draw("queue", wang, lang)
    text = text_of(page)
    assert text.index("李雷") < text.index("韩梅梅")
    assert say("{n} waiting", lang, n=2) in text
    fine(page.button(key=f"open_queue_{turn.id}").click().run())
    assert went == [("attempt", {"attempt": "2", "turn": str(turn.id)})]


def test_the_queue_is_filtered_by_reason(draw: Draw, wang: Person, lei: Person, mei: Person, room: Desk) -> None:
    answered(room, mei)
    in_a_test(room, lei, LONG + " V04")
    page = draw("queue", wang)
    page.get_by_key("queue_reason").set_value("short")
    text = text_of(fine(page.run()))
    assert "韩梅梅" in text and "李雷" not in text


def test_letting_stand_takes_it_off_the_list_with_a_name(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    turn = in_a_test(room, lei, LONG + " V04")
    page = draw("queue", wang)
    page = fine(page.button(key=f"stand_{turn.id}").click().run())
    assert say("Nothing waits for you.") in text_of(page)
    page.get_by_key("queue_part").set_value("settled")
    assert "王老师" in text_of(fine(page.run()))
    text = text_of(draw("attempt", wang, attempt=1))
    assert "王老师" in text and say("Until a teacher confirms it.") not in text


def test_the_review_says_why_it_waits_and_lets_it_stand(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    in_a_test(room, lei, LONG + " V04")
    page = draw("attempt", wang, attempt=1)
    assert say("Waits for you:") in text_of(page)
    text = text_of(fine(page.button(key="stand").click().run()))
    assert say("Waits for you:") not in text
    assert queue.waiting(room, wang) == ()


def test_replies_that_look_alike_stand_side_by_side(
    draw: Draw, wang: Person, lei: Person, mei: Person, room: Desk, went: list
) -> None:
    answered(room, lei, WORDS + "Kind regards, Lei")
    answered(room, mei, WORDS + "Kind regards, Mei <b>")
    page = draw("queue", wang)
    page.get_by_key("queue_part").set_value("alike")
    page = fine(page.run())
    text = text_of(page)
    assert "<mark>" in text and "&lt;b&gt;" in text
    fine(page.button(key="alike_1_2_b").click().run())
    assert went == [("attempt", {"attempt": "2", "turn": "2"})]


def test_no_pair_is_no_accusation(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    answered(room, lei)
    page = draw("queue", wang)
    page.get_by_key("queue_part").set_value("alike")
    assert say("No two replies look alike.") in text_of(fine(page.run()))


@pytest.mark.parametrize("view", ["queue", "regrade"])
def test_a_student_has_no_way_in(draw: Draw, lei: Person, view: str) -> None:
    with pytest.raises(AssertionError):
        draw(view, lei)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_class_rules_are_chosen_on_the_page(draw: Draw, wang: Person, lei: Person, room: Desk, lang: str) -> None:
    page = draw("regrade", wang, lang)
    page.radio(key="rules_profile").set_value("workplace")
    page.toggle(key="rules_template").set_value(True)
    page.toggle(key="rules_caps").set_value(True)
    page = fine(page.form_submit_button[0].click().run())
    chosen = settings.of_class(room, lei)
    assert (chosen.profile, chosen.exam.template_cap, chosen.exam.exam_caps) == ("workplace", True, True)
    assert page.success


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_regrade_is_seen_before_it_is_applied(
    draw: Draw, wang: Person, lei: Person, room: Desk, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    attempt = answered(room, lei, LONG)
    page = draw("regrade", wang, lang)
    page = fine(page.button(key="regrade_look").click().run())
    assert say("Read again: {n}. Nobody would move.", lang, n=1) in text_of(page)
    monkeypatch.setattr(door, "_opened", lambda: dataclasses.replace(room, read=sterner))
    page = fine(page.button(key="regrade_look").click().run())
    text = text_of(page)
    assert "李雷" in text and "3 → 2" in text
    assert practice.look(room, wang, attempt).turns[0].history == ()
    page = fine(page.button(key="regrade_apply").click().run())
    assert page.success and len(practice.look(room, wang, attempt).turns[0].history) == 1
    page = draw("attempt", wang, lang, attempt=attempt)
    assert say("Grades on record: {n}", lang, n=2) in [e.label for e in page.expander]


def test_the_class_page_leads_to_the_queue(draw: Draw, wang: Person, lei: Person, room: Desk, went: list) -> None:
    answered(room, lei)
    page = draw("classroom", wang)
    assert page.button(key="to_queue").label == say("All that wait ({n})", n=1)
    fine(page.button(key="to_queue").click().run())
    assert went == [("queue", {})]


def test_the_card_says_what_each_fault_costs_and_shows_a_model_sentence(room: Desk, lei: Person) -> None:
    from content.words import words

    answered(room, lei, LONG + " V04")
    attempt = practice.rewrite(room, lei, 1, NOW)
    turn = practice.answer(room, lei, attempt, LONG.replace("t1", "") + " V04", "two", LATER)
    dearest = turn.effective.without[0]
    for lang in ("zh", "en"):
        html = card_html(turn, words(lang), {"t1": "say where it is"})
        assert f"+{dearest.gain}" in html and say("What if you mended just one thing?", lang) in html
        assert turn.effective.gates and say("Without these it would have been {raw}.", lang, raw=0)[:4] in html
        assert 'class="model" lang="en"' in html


def test_every_fault_has_a_short_name() -> None:
    from content.words import words
    from grading.advice import wording

    for lang in ("zh", "en"):
        for code in wording()["change"]:
            name = fault_name(code, "", words(lang), {})
            assert name and (lang == "en" or not name.isascii()), code


def test_regrade_scopes_offer_the_cases_of_the_class(room: Desk, wang: Person, lei: Person) -> None:
    answered(room, lei)
    assert [name for name, _, _ in regrade.scopes(room, wang)] == ["mug"]
