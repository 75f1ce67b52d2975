"""Measures of agreement: by hand, against the library, and the same twice."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from grading import measures as ms
from grading.measures import Seen

levels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=40)
yes_no = st.lists(
    st.tuples(st.lists(st.booleans(), min_size=3, max_size=3), st.lists(st.booleans(), min_size=3, max_size=3)),
    min_size=1, max_size=20,
)  # fmt: skip


def seen(*pairs: tuple[float, float]) -> list[Seen]:
    return [Seen(n % 2, "", ours, theirs) for n, (ours, theirs) in enumerate(pairs)]


def by_formula(pairs: list[Seen], formula: ms.Measure) -> float:
    return float(formula(ms.sums(pairs, 1 + max(p.case for p in pairs)).sum(0)))


def test_figures_worked_out_by_hand() -> None:
    pairs = seen((4, 4), (3, 4), (2, 4), (0, 0))
    # E[(M-H)²] = 5/4; Var M = 29/4 - (9/4)² = 35/16; Var H = 12 - 9 = 3; means 9/4 and 3
    assert by_formula(pairs, ms.qwk) == pytest.approx(1 - 1.25 / (35 / 16 + 3 + 9 / 16))
    assert by_formula(pairs, ms.mean_of(ms.SAME)) == 0.5
    assert by_formula(pairs, ms.mean_of(ms.NEAR)) == 0.75
    assert by_formula(pairs, ms.mean_of(ms.GAP)) == 0.75
    assert by_formula(pairs, ms.smd) == pytest.approx(-0.75 / 2)  # SD of 4, 4, 4, 0 is 2


def test_finds_counted_by_hand() -> None:
    pairs = seen((1, 1), (1, 1), (1, 0), (0, 1), (0, 0), (0, 0))
    table = ms.counts(pairs, 2, ("",)).sum(0)
    assert table.tolist() == [[2, 1, 1, 2]]
    assert float(ms.recall(table)) == float(ms.precision(table)) == pytest.approx(2 / 3)
    assert float(ms.false_share(table)) == pytest.approx(1 / 3)
    assert float(ms.macro_f1(table)) == pytest.approx(4 / 6)
    assert ms.library_recall(pairs) == ms.library_precision(pairs) == pytest.approx(2 / 3)


@given(levels)
def test_the_formula_of_the_guide_is_the_librarys_kappa(triples: list[tuple[int, int, int]]) -> None:
    pairs = [Seen(case, "", m, h) for m, h, case in triples]
    ours, theirs = [m for m, _, _ in triples], [h for _, h, _ in triples]
    formula = by_formula(pairs, ms.qwk)
    if len({*ours, *theirs}) == 1:
        assert ms.kappa(pairs) is None and math.isnan(formula)
    else:
        expected = cohen_kappa_score(ours, theirs, weights="quadratic", labels=range(5))
        assert ms.kappa(pairs) == pytest.approx(expected) and formula == pytest.approx(expected)


@given(yes_no)
def test_the_f1_of_sums_is_the_librarys(rows: list[tuple[list[bool], list[bool]]]) -> None:
    labels = ("a", "b", "c")
    pairs = [
        Seen(n % 3, label, ours[k], theirs[k])
        for n, (ours, theirs) in enumerate(rows)
        for k, label in enumerate(labels)
    ]
    made, used = float(ms.macro_f1(ms.counts(pairs, 3, labels).sum(0))), ms.library_f1(pairs, labels)
    each = [
        f1_score([t[k] for _, t in rows], [o[k] for o, _ in rows], zero_division=0.0)
        for k in range(3)
        if any(o[k] or t[k] for o, t in rows)
    ]
    if not each:
        assert used is None and math.isnan(made)
    else:
        assert made == pytest.approx(used) == pytest.approx(np.mean(each))


@settings(max_examples=20)
@given(levels)
def test_perfect_agreement_is_one_and_no_resample_says_otherwise(triples: list[tuple[int, int, int]]) -> None:
    pairs = [Seen(case, "", h, h) for _, h, case in triples]
    if ms.kappa(pairs) is not None:
        assert ms.kappa(pairs) == pytest.approx(1)
    low, high = ms.interval([ms.sums(pairs, 4)], ms.mean_of(ms.SAME), seed=3, resamples=50)
    assert (low, high) in ((1.0, 1.0), (None, None))


def test_an_interval_is_the_same_with_the_same_seed_and_holds_the_figure() -> None:
    draw = np.random.default_rng(5)
    theirs = draw.integers(0, 5, 200)
    ours = np.clip(theirs + draw.integers(-1, 2, 200), 0, 4)
    pairs = [Seen(n % 25, "", float(m), float(h)) for n, (m, h) in enumerate(zip(ours, theirs, strict=True))]
    views = [ms.sums(pairs, 25)]
    first = ms.interval(views, ms.qwk, seed=1)
    assert first == ms.interval(views, ms.qwk, seed=1)
    assert first != ms.interval(views, ms.qwk, seed=2)
    value = ms.kappa(pairs)
    assert value is not None and first[0] < value < first[1] and first[1] - first[0] < 0.2


def test_one_case_has_no_interval_and_a_figure_that_cannot_be_told_is_none() -> None:
    assert ms.interval([ms.sums([Seen(0, "", 1, 2)], 1)], ms.qwk, 1) == (None, None)
    assert ms.kappa(seen((2, 2), (2, 2))) is None
    assert ms.library_recall(seen((1, 0))) is None
    assert ms.mean([None, math.nan]) is None and ms.mean([1.0, None, 2.0]) == 1.5
    assert ms.rank_correlation([(1, 2), (2, 2)]) is None
    assert ms.rank_correlation([(1, 10), (2, 20), (3, 15)]) == pytest.approx(0.5)
