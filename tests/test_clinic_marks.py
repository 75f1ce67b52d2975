"""Each part of a clinic case is marked against the truth, with partial credit and the reason for what was lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading import clinic as marks
from grading.clinic import Action, Given, Wrong
from grading.parts import Part, Remark, total
from reading.nouns import Claim, Flag, Flagged, Reading, Span

RIGHT = Given(above=15, under=668, rate=100 * 15 / 668)
ALL = Wrong(figure=Given(above=17, under=1344, rate=100 * 17 / 1344), remark=Remark(zh="窗口", en="window"))
NAMES = {name: Remark(zh=name, en=name) for name in ("stop", "gift", "call")}
ACTIONS = [
    Action(id="stop", helps=True, within_days=1),
    Action(id="call", helps=False, within_days=30),
    Action(id="gift", helps=False, within_days=30, harm=Remark(zh="违规", en="breaks a rule")),
]


def test_the_right_figure_earns_all_and_rounding_is_right() -> None:
    part = marks.figure("figure_1", Given(above=15, under=668, rate=2.2), RIGHT, [ALL])
    assert part.points == part.of and part.remarks[0].good
    assert "15 ÷ 668 = 2.25%" in part.remarks[0].en


def test_a_known_mistake_is_named_and_the_rest_still_earns() -> None:
    part = marks.figure("figure_1", Given(above=15, under=1344, rate=1.12), RIGHT, [ALL])
    assert part.points == pytest.approx(part.of * 0.3)
    assert part.remarks[0].en == "window"


def test_a_mistake_is_not_named_by_a_number_that_is_right() -> None:
    same_under = Wrong(figure=Given(above=11, under=668, rate=1.65), remark=Remark(zh="只数", en="only one kind"))
    part = marks.figure("figure_1", Given(above=14, under=668, rate=2.1), RIGHT, [same_under])
    assert "only one kind" not in [remark.en for remark in part.remarks]


def test_a_fraction_instead_of_a_percentage_is_told() -> None:
    part = marks.figure("figure_1", Given(above=15, under=668, rate=0.0225), RIGHT, [])
    assert part.points == pytest.approx(part.of * 0.6) and "percent" in part.remarks[0].en


def test_nothing_given_earns_nothing() -> None:
    assert marks.figure("figure_1", Given(), RIGHT, [ALL]).points == 0


def test_five_right_orders_are_enough_and_guessing_all_is_not() -> None:
    right = [f"A{n}" for n in range(12)]
    assert marks.proof(right[:5], right).points == marks.rules()["points"]["proof"]
    everything = marks.proof([*right, *(f"B{n}" for n in range(100))], right)
    assert everything.points < 0.2 * everything.of
    assert marks.proof((), right).points == 0


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30), min_size=1))
def test_a_wrong_order_never_adds_points(said: set[int], right: set[int]) -> None:
    marked = {f"o{n}" for n in said}
    true = {f"o{n}" for n in right}
    assert marks.proof(marked | {"wrong"}, true).points <= marks.proof(marked, true).points
    assert 0 <= marks.proof(marked, true).points <= marks.rules()["points"]["proof"]


def test_the_right_action_in_time_earns_late_earns_half_and_harm_costs() -> None:
    of = marks.rules()["points"]["actions"]
    assert marks.actions({"stop": 0}, ACTIONS, NAMES).points == of
    assert marks.actions({"stop": 9}, ACTIONS, NAMES).points == of / 2
    assert marks.actions({"stop": 0, "call": 0}, ACTIONS, NAMES).points == of
    harmed = marks.actions({"stop": 0, "gift": 0}, ACTIONS, NAMES)
    assert harmed.points == of / 2 and harmed.remarks[0].en == "breaks a rule"
    assert marks.actions({}, ACTIONS, NAMES).points == 0


def test_a_choice_says_what_is_right() -> None:
    told = Remark(zh="优秀", en="Good")
    right, wrong = marks.choice("state", "good", "good", told), marks.choice("state", "poor", "good", told)
    assert (right.points, wrong.points) == (6, 0)
    assert right.remarks[0].good and not wrong.remarks[0].good and wrong.remarks[0].en == "It should be: Good"


def test_what_is_not_graded_does_not_pull_the_total_down() -> None:
    done, open_ = Part(id="a", points=10, of=10), Part(id="b", points=0, of=10, graded=False)
    assert total([done, open_]) == 100
    assert total([open_]) is None


def test_the_points_of_all_parts_make_a_hundred() -> None:
    assert sum(marks.rules()["points"].values()) == 100
    assert sum(marks.rules()["figure"].values()) == pytest.approx(1)
    assert sum(marks.rules()["plan"].values()) == pytest.approx(1)


def test_a_plan_may_set_its_own_hours_and_mend_what_it_left_undone() -> None:
    span = Span(start=0, end=5)
    other = Claim(span=span, kind="duration", said="12 hours", verdict="material", fact="prevent")
    wrong = Claim(span=span, kind="percent", said="3%", verdict="material", fact="figure")
    flags = (Flagged(flag=Flag.CONTRADICTION, span=span), Flagged(flag=Flag.OFF_TOPIC, span=span))
    found = marks.confessed(Reading(text="A plan.", claims=(other, wrong), flags=flags))
    assert found.claims == (wrong,)
    assert [one.flag for one in found.flags] == [Flag.OFF_TOPIC]
