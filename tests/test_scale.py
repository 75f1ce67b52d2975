"""The trained scale of levels: faults never raise it, it moves a table's level by one at most, and it knows its model."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.nouns import Criterion, Level, Reason
from grading.scale import Scale, Trees, on_scale, scale
from grading.signs import signs, slipping, way
from grading.train import CRITERIA, Row, fitted, save
from reading.embed import Embedder
from reading.nouns import Delivered, Reading, Slip, Span

TABLES = {c: Level(value=3) for c in Criterion}
NAMES = tuple(signs(Reading(text="x"), dict.fromkeys(Criterion, 3)))
VALUES = st.fixed_dictionaries({name: st.floats(0, 6) for name in NAMES})


def test_three_criteria_are_weighed_and_the_model_is_the_one_that_ships() -> None:
    assert set(scale().trees) == set(CRITERIA) == {"ACC", "TON", "LAN"}
    assert scale().model == Embedder().name


@settings(deadline=None, max_examples=60)
@given(values=VALUES, name=st.sampled_from(NAMES), more=st.floats(0, 4), criterion=st.sampled_from(CRITERIA))
def test_more_of_a_fault_never_raises_and_more_of_a_merit_never_lowers(values, name, more, criterion) -> None:
    trees = scale().trees[criterion]
    before, after = trees.expected(values), trees.expected({**values, name: values[name] + more})
    if way(name) == "down":
        assert after <= before + 1e-9
    if way(name) == "up":
        assert after >= before - 1e-9


def test_length_and_names_are_no_signs() -> None:
    short = Reading(text="x", words=40, sentences=(Span(start=0, end=1),))
    long = short.model_copy(update={"words": 290, "sentences": short.sentences * 20})
    tables = dict.fromkeys(Criterion, 3)
    assert signs(short, tables) == signs(long, tables)


@pytest.mark.parametrize("table", range(5))
@given(values=VALUES)
@settings(deadline=None, max_examples=20)
def test_a_table_is_moved_by_one_at_most_and_a_zero_stands(table, values) -> None:
    share = min(1.0, values["facts_said"])
    read_by = Reading(text="x", reader=f"offline 2.0 ({scale().model})", facts_said=share, word_strings=share)
    moved = on_scale(read_by, {c: Level(value=table) for c in Criterion})
    for criterion, level in moved.items():
        assert abs(level.value - table) <= 1
        assert level.value == 0 if table == 0 else level.value >= 1
        assert criterion in CRITERIA or level.value == table
        assert (level.value == table) == (not any(r.code.startswith("weighed") for r in level.reasons))


def _read(**more) -> Reading:
    spans = tuple(Span(start=10 * n, end=10 * n + 9) for n in range(5))
    return Reading(text="x" * 50, reader=f"offline 2.0 ({scale().model})", sentences=spans, words=60, **more)


SLIP = Slip(span=Span(start=0, end=1), kind="article", advice_zh="", advice_en="")


def test_one_slip_in_smooth_wording_may_be_a_false_alarm_but_rough_wording_lowers() -> None:
    marked = {c: Level(value=3, reasons=(Reason(code="slip", span=SLIP.span),)) for c in Criterion}
    smooth = on_scale(_read(slips=(SLIP,), strange=2.3, rough=0.1), marked)
    assert smooth[Criterion.LAN].value >= 3 >= smooth[Criterion.TON].value
    broken = on_scale(_read(slips=(SLIP,), strange=3.6, rough=2.2), {c: Level(value=4) for c in Criterion})
    assert broken[Criterion.LAN].value == 3


def test_clumsy_words_that_settle_the_matter_are_not_hard_to_understand() -> None:
    marked = {c: Level(value=2) for c in Criterion}
    rough = {"strange": 3.9, "rough": 3.5, "obscured": _read().sentences, "slips": (SLIP,)}
    assert on_scale(_read(**rough), marked)[Criterion.LAN].value == 1
    done = (Delivered(id="T1", core=True, state="done"),)
    assert on_scale(_read(**rough, tasks=done), marked)[Criterion.LAN].value == 2


def test_a_share_of_slips_counts_sentences_not_words() -> None:
    assert slipping(_read(slips=(SLIP, SLIP))) == slipping(_read(slips=(SLIP,))) == pytest.approx(1 / 3, abs=0.01)
    assert slipping(Reading(text="x")) == 0.0


def test_a_reading_without_the_model_keeps_its_tables() -> None:
    assert on_scale(Reading(text="x", reader="offline 2.0 (cues-only)"), TABLES) == TABLES
    assert on_scale(Reading(text="x", reader="offline 2.0 (another model)"), TABLES) == TABLES


def test_confidence_is_a_share_and_never_falls_away_from_the_cuts() -> None:
    for trees in scale().trees.values():
        shares = [share for _, share in trees.sure]
        assert all(0 < share <= 1 for share in shares) and shares == sorted(shares)
        assert list(trees.cuts) == sorted(trees.cuts) and len(trees.cuts) == 4


def _rows() -> list[Row]:
    slip = Slip(span=Span(start=0, end=1), kind="article", advice_zh="", advice_en="")
    rows = []
    for case, count in itertools.product(range(10), range(5)):
        reading = Reading(text="x", slips=(slip,) * count, words=60)
        found = signs(reading, dict.fromkeys(Criterion, 3))
        rows.append(Row(f"case{case}", found, ({"ACC": 3, "TON": 3, "LAN": max(0, 4 - count)},) * 2))
    return rows


def test_training_finds_what_the_rows_say_and_is_the_same_twice(tmp_path) -> None:
    found = fitted(_rows())
    clean, faulty = _rows()[0].signs, _rows()[4].signs
    assert found["LAN"].weigh(clean).level > found["LAN"].weigh(faulty).level
    for name in ("a", "b"):
        save(fitted(_rows()), "model", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    again = scale(tmp_path / "a")
    assert again.trees["LAN"].expected(clean) == pytest.approx(found["LAN"].expected(clean))
    assert isinstance(again, Scale) and isinstance(again.trees["TON"], Trees)


def test_too_few_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        fitted(_rows()[:20])
