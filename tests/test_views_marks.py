"""The marks in a student's words: right places, no overlap, text that stays text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from content.words import words
from views.ink import esc, face, visible
from views.marks import KINDS, Mark, pieces_of
from views.meters import figure

spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(KINDS)).map(
        lambda t: Mark(t[0], t[0] + t[1], t[2], "n", "a")
    ),
    max_size=8,
)


@given(st.text(min_size=42, max_size=60), spans)
def test_pieces_put_together_are_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(p.text for p in pieces_of(text, marks)) == text


@given(st.text(min_size=42, max_size=60), spans)
def test_every_mark_covers_exactly_its_own_words(text: str, marks: list[Mark]) -> None:
    pieces = pieces_of(text, marks)
    for number, mark in enumerate(marks):
        assert "".join(p.text for p in pieces if number in p.marks) == text[mark.start : mark.end]


def test_offsets_count_characters_also_after_emoji() -> None:
    text = "😀😀 Hi Maria"
    pieces = pieces_of(text, [Mark(3, 11, "move", "Greeting", "")])
    assert [p.text for p in pieces] == ["😀😀 ", "Hi Maria"]


def test_the_worst_finding_of_a_piece_comes_first() -> None:
    marks = [Mark(0, 9, "move", "", ""), Mark(2, 5, "violation", "", "")]
    assert [p.marks for p in pieces_of("123456789", marks)] == [(0,), (1, 0), (0,)]


@given(st.text(max_size=80))
def test_text_of_people_is_never_markup_and_keeps_its_length(text: str) -> None:
    assert "<" not in esc(text) and '"' not in esc(text)
    assert len(visible(text)) == len(text)
    assert "\x00" not in visible(text) and "\u202e" not in visible(text)


def test_a_face_is_a_picture_with_words() -> None:
    drawn = face(-4, 'furious "!"')
    assert drawn.startswith('<img class="face"') and 'alt="furious &quot;!&quot;"' in drawn
    assert face(4, "x") != face(-4, "x")


def test_figures_carry_their_unit() -> None:
    zh = words("zh")
    assert [
        figure(0.0062, "rate", zh),
        figure(26, "hours", zh),
        figure(4.5, "stars", zh),
        figure(None, "rate", zh),
    ] == [
        "0.62%",
        "26 小时",
        "4.5",
        "–",
    ]
