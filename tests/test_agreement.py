"""The report on agreement: who is held against whom, floors that know nothing, bars met and missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from grading.agreement import How, figures, parts, report
from grading.bars import Bar, Bars, held, load_bars
from grading.closer import calibration, confusion, distance, worst
from grading.floors import by_place, length_floor, overlap_floor
from grading.judged import Compared, Judged, weighed
from grading.measures import Figure
from grading.pairs import Pair
from grading.rubric import load_rubric
from reading.closed import DEFAULT_SEVERITY
from reading.nouns import Flag, Severity

CRITERIA = ("RES", "ACC", "TON", "COM", "LAN")


def said(level: int = 3, by: str = "1", codes: str = "", **more: object) -> Judged:
    levels = dict.fromkeys(CRITERIA, level)
    made = Judged(by=by, levels=levels, violations=frozenset(codes.split()), **more)  # type: ignore[arg-type]
    return weighed(made, load_rubric(), DEFAULT_SEVERITY)


def item(n: int, machine: Judged, *raters: Judged, settled: Judged | None = None, **more: object) -> Compared:
    fields = {
        "reply_id": f"r{n}", "case_id": f"c{n % 4}", "text": "word " * (n + 1), "platform": "amazon",
        "stage": "after-sale", "language": "en", "length": n + 1, "heavy": {"V04"}, "overlap": {"t1": n / 40},
    }  # fmt: skip
    return Compared(
        machine=machine, raters=raters, references=(settled,) * len(raters) if settled else raters,
        settled=settled is not None, **(fields | more),
    )  # fmt: skip


def test_a_raters_total_follows_from_her_levels_and_violations() -> None:
    assert (said(4).total, said(4).sendable, said(4).gates) == (100, True, frozenset())
    caught = said(4, codes="V04")
    assert (caught.total, caught.sendable, caught.gates) == (40, False, {"CRITICAL"})
    assert said(1).gates == frozenset()  # gates that only repeat a level are left out
    mild = weighed(
        Judged(levels=dict.fromkeys(CRITERIA, 4), violations=frozenset({"V02"})), load_rubric(), {"V02": Severity.MAJOR}
    )
    assert (mild.total, mild.gates) == (79, {"MAJOR"})
    blank = Judged(levels=dict.fromkeys(CRITERIA, 4), violations=frozenset())
    assert weighed(blank, load_rubric(), {}, [Flag.SLOTS]).total == 50
    assert weighed(Judged(status="not_ratable", levels={"RES": 1}), load_rubric(), {}).levels == {}
    assert weighed(Judged(levels={"RES": 2}), load_rubric(), {}).total is None


def test_without_a_ruling_the_machine_is_held_against_each_rater_and_the_figures_averaged() -> None:
    items = [item(n, said(n % 5), said(n % 5, "1"), said(min(4, n % 5 + 1), "2")) for n in range(20)]
    found = report(items, resamples=20).groups["all"].figures
    assert found["machine"]["exact.RES"].value == pytest.approx((1.0 + 0.2) / 2)
    assert found["raters"]["exact.RES"].value == pytest.approx(0.2)
    assert found["raters"]["adjacent.RES"].value == 1.0


def test_a_ruling_is_the_one_reference_and_raters_keep_their_own_words() -> None:
    items = [item(n, said(n % 5), said(0, "1"), said(4, "2"), settled=said(n % 5)) for n in range(10)]
    made = report(items, resamples=20)
    found = made.groups["all"].figures
    assert (made.settled, made.raters) == (10, 2)
    assert found["machine"]["qwk.RES"].value == pytest.approx(1.0)
    assert found["machine"]["total.mae"].value == 0.0
    assert found["raters"]["exact.RES"].value == 0.0


def test_finds_false_gates_and_sendable() -> None:
    items = [
        item(0, said(4, codes="V04"), said(4, codes="V04")),
        item(1, said(4), said(4, codes="V04")),
        item(2, said(4, codes="V04"), said(4)),
        item(3, said(4, codes="V01"), said(4)),
        item(4, said(4), said(4)),
    ]
    found = report(items, resamples=20).groups["all"].figures["machine"]
    assert found["V04.recall"].value == found["V04.precision"].value == 0.5
    assert found["critical.precision"] == found["critical.precision"].model_copy(update={"value": 0.5, "n": 2})
    assert found["clean.gated"].value == pytest.approx(2 / 3) and found["clean.gated"].n == 3
    assert found["sendable.precision"].value == 0.5
    assert found["sendable.recall"].value == pytest.approx(1 / 3)
    assert "V01.precision" in found and "V01.recall" not in found  # nobody could have found it


def test_tasks_and_moves_count_only_where_they_were_marked() -> None:
    done, missing = {"t1": "done"}, {"t1": "missing"}
    greet = frozenset({"GREET"})
    items = [
        item(0, said(3, tasks=done, moves=greet), said(3, tasks=done, moves=greet)),
        item(1, said(3, tasks=done, moves=greet), said(3, tasks=missing, moves=frozenset({"THANK"}))),
        item(2, said(3, tasks=done, moves=greet), said(3)),
    ]
    found = report(items, resamples=20).groups["all"].figures["machine"]
    assert found["tasks.f1"].value == pytest.approx((2 / 3 + 0) / 2) and found["tasks.f1"].n == 2
    assert found["moves.f1"].value == pytest.approx((2 / 3 + 0) / 2) and found["moves.f1"].n == 2
    assert found["moves.GREET"].value == pytest.approx(2 / 3)


def test_replies_that_only_one_side_could_grade_count_in_the_total_and_the_status() -> None:
    none = weighed(Judged(status="not_ratable"), load_rubric(), {})
    found = report([item(0, none, said(4)), item(1, said(4), said(4))], resamples=5).groups["all"].figures["machine"]
    assert found["status.same"].value == 0.5
    assert found["total.mae"].value == 50
    assert found["exact.RES"].n == 1


def test_a_floor_that_sees_length_finds_what_length_tells_and_nothing_else() -> None:
    told = [item(n, said(3), said(n // 8)) for n in range(40)]
    found = report(told, resamples=5).groups["all"].figures
    assert found["length"]["qwk.RES"].value > 0.9
    assert found["raters"]["rank.RES"].value > 0.9
    assert "rank.RES" not in found["machine"]  # the machine's levels do not vary
    untold = [item(n, said(3), said(n % 5), length=7, overlap={"t1": 0.5}) for n in range(40)]
    flat = report(untold, resamples=5).groups["all"].figures
    assert abs(flat["length"]["qwk.RES"].value) < 0.2
    assert abs(flat["overlap"]["qwk.RES"].value) < 0.2


def test_a_floor_never_learns_from_the_case_it_is_tried_on() -> None:
    items = [item(n, said(3), said(4 if n % 4 == 0 else 1), length=10 if n % 4 == 0 else 1) for n in range(40)]
    floor = length_floor(items)
    assert {floor[i.reply_id].levels["RES"] for i in items if i.case_id == "c0"} == {1}
    assert length_floor(items[:1]) == {}
    assert set(overlap_floor(items)) == {i.reply_id for i in items}


def test_by_place_goes_up_or_down_as_the_two_go_together() -> None:
    assert by_place([1, 2, 3, 4], [0, 1, 3, 4], [0, 2, 9]) == [0, 1, 4]
    assert by_place([1, 2, 3, 4], [4, 3, 1, 0], [0, 9]) == [4, 0]
    assert by_place([], [], [1, 2]) == [0, 0]


def test_parts_are_told_apart_and_one_judge_can_be_measured_alone() -> None:
    items = [
        item(n, said(3), said(3), platform=("wish", "ebay")[n % 2], language=("en", "zh")[n % 2]) for n in range(6)
    ]
    assert list(parts(items)) == [
        "all",
        "platform ebay",
        "platform wish",
        "stage after-sale",
        "language en",
        "language zh",
    ]
    view = [Pair(0, one, one.machine, one.references[0]) for one in items]
    assert figures([view], How(1, resamples=0))["exact.LAN"] == Figure(value=1.0, n=6)


def test_bars_are_met_or_missed_by_so_much_in_both_directions() -> None:
    bars = Bars(
        bars=(
            Bar(figure="a", at_least=0.8),
            Bar(figure="b", at_most=0.15, either_way=True),
            Bar(figure="c", at_most=1),
        ),
        languages={"zh": {"within": 0.05}},
    )
    groups = {
        "all": {"a": Figure(value=0.78), "b": Figure(value=-0.2)},
        "language zh": {"a": Figure(value=0.78), "b": Figure(value=-0.2)},
    }
    found = {(v.group, v.figure): v for v in held(bars, groups)}
    assert (found["all", "a"].met, found["all", "a"].margin) == (False, -0.02)
    assert (found["all", "b"].met, found["all", "b"].margin) == (False, -0.05)
    assert (found["all", "c"].met, found["all", "c"].margin) == (None, None)
    assert (found["language zh", "a"].met, found["language zh", "a"].bar) == (True, 0.75)
    assert (found["language zh", "b"].met, found["language zh", "b"].bar) == (True, 0.2)


def test_every_bar_has_one_direction_and_names_a_figure_of_the_report() -> None:
    with pytest.raises(ValidationError):
        Bar(figure="a", at_least=1, at_most=2)
    with pytest.raises(ValidationError):
        Bar(figure="a")
    done = {"t1": "done"}
    items = [
        item(n, said(n % 5, codes="V04" * (n % 2), tasks=done, moves=frozenset({"GREET"})),
             said(n % 5, codes="V04" * (n % 2), tasks=done, moves=frozenset({"GREET"})),
             said((n + 1) % 5, "2", codes="V04" * (n % 2), tasks=done, moves=frozenset({"GREET"})))
        for n in range(20)
    ]  # fmt: skip
    found = report(items, resamples=5).groups["all"].figures["machine"]
    assert not [bar.figure for bar in load_bars().bars if bar.figure not in found]


def test_the_same_items_give_the_same_report() -> None:
    items = [item(n, said(n % 5), said((n + n % 2) % 5), said(n % 4, "2")) for n in range(20)]
    assert report(items, resamples=30) == report(items, resamples=30)


def test_an_empty_set_breaks_nothing() -> None:
    made = report([], resamples=5)
    assert made.replies == 0 and all(bar.met is None for bar in made.bars)


def test_confusion_has_the_raters_in_rows_and_the_machine_in_columns() -> None:
    table = confusion([item(0, said(4), said(2), said(3, "2")), item(1, said(4), said(2), said(2, "2"))], "RES")
    assert table[2][4] == 1.5 and table[3][4] == 0.5 and sum(map(sum, table)) == 2


def test_calibration_says_how_often_a_sure_machine_is_right() -> None:
    sure, unsure = {"RES": 0.95}, {"RES": 0.5}
    items = [item(n, said(3, confidence=sure), said(3)) for n in range(4)]
    items += [item(n, said(3, confidence=unsure), said(3 if n % 2 else 1)) for n in range(4)]
    low, high = calibration(items)["RES"]
    assert (low.confidence, low.right, low.n) == (0.5, 0.5, 4)
    assert (round(high.confidence, 2), high.right, high.n) == (0.95, 1.0, 4)
    assert calibration(items)["all"] == (low, high) and "TON" not in calibration(items)


def test_the_worst_are_those_furthest_apart() -> None:
    near, far = item(0, said(3), said(4)), item(1, said(4), said(0))
    same = item(2, said(2), said(2))
    assert [one.reply_id for one in worst([near, far, same])] == ["r1", "r0"]
    assert distance(far) == 5 * 4 + 4 and distance(same) == 0
    none = weighed(Judged(status="not_ratable"), load_rubric(), {})
    assert distance(item(3, none, said(4))) == 100 / 25 + 4


def test_the_library_waits_until_it_is_asked_for() -> None:
    import subprocess
    import sys

    code = "import sys, desk.practice, desk.mark, desk.agree; sys.exit(bool({'sklearn', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=False).returncode == 0
