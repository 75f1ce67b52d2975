"""The habits of learner.yaml: every family catches its own example, and the corrections are formed rightly."""

from __future__ import annotations

import pytest

from reading import harper
from reading.learner import Group, formed, groups, habits
from reading.wordclasses import words_of


def met(sentence: str) -> list[tuple[str, str, str | None]]:
    """Rule, words and correction of every habit in a sentence."""
    words = words_of(sentence, dict(harper.check(sentence).tags))
    return [
        (h.rule.id, sentence[words[h.start].start : words[h.end - 1].end], h.better) for h in habits(words)
    ]  # fmt: skip


@pytest.mark.parametrize("group", groups(), ids=lambda g: g.id)
def test_every_family_catches_its_own_example(group: Group) -> None:
    assert any(rule.startswith(f"{group.id}.") for rule, _, _ in met(group.example))
    assert group.zh and group.en


def test_there_are_many_rules_and_no_correction_points_beside_its_pattern() -> None:
    rules = [rule for group in groups() for rule in group.rules]
    assert len(rules) >= 300
    for rule in rules:
        assert 1 <= rule.first <= rule.last <= len(rule.pattern.groupindex), rule.id


@pytest.mark.parametrize(
    ("sentence", "words", "better"),
    [
        ("We have receive your photo.", "have receive", "have received"),
        ("He go to the depot.", "go", "goes"),
        ("We can offers you a coupon.", "can offers", "can offer"),
        ("It takes 15 day to arrive.", "15 day", "15 days"),
        ("Thank you for contact us.", "contact", "contacting"),
        ("I will reply you soon.", "reply you", "reply to you"),
        ("The price is very expensive.", "price is very expensive", "price is very high"),
        ("Do you received my mail?", "Do you received", "Did you receive"),
        ("It takes a hour.", "a hour", "an hour"),
        ("We test every items.", "every items", "every item"),
    ],
)
def test_corrections_are_what_a_teacher_would_write(sentence: str, words: str, better: str) -> None:
    assert any(said == words and right == better for _, said, right in met(sentence))


@pytest.mark.parametrize(
    ("word", "form", "right"),
    [
        ("ship", "past", "shipped"), ("reply", "third", "replies"), ("send", "part", "sent"),
        ("write", "ing", "writing"), ("boxes", "one", "box"), ("box", "many", "boxes"),
        ("child", "many", "children"), ("cancel", "past", "cancelled"),
        ("advices", "mass", "advice"), ("went", "base", "go"), ("brrr", "past", "brrr"),
    ],
)  # fmt: skip
def test_forms_of_words(word: str, form: str, right: str) -> None:
    assert formed(word, form) == right
