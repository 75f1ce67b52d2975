"""Clinic and operations as they are drawn: the class's pieces of work, one by its parts, a student's own results."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from desk import Desk, exercises, people
from desk.exercises import Exercise, Part, Remark
from desk.people import Person
from tests.screens import NOW, PASSWORD, Draw, answered, draw, fine, lei, room, say, text_of, wang, went

EVIL = "<script>alert(1)</script>"
PARTS = (
    Part(id="figure_1", points=1, of=2, remarks=(Remark(zh=f"分母错了{EVIL}", en=f"Wrong{EVIL}", source="AMZ-27"),)),
    Part(id="cause", points=4, of=4, remarks=(Remark(zh="对了", en="Right", good=True),)),
    Part(id="plan", points=0, of=4, graded=False),
)


@pytest.fixture
def mei(room: Desk, wang: Person) -> Person:
    return people.add_student(room, wang, "韩梅梅", "hanmeimei", PASSWORD)


def done(room: Desk, who: Person, case: str = "c1", parts: tuple[Part, ...] = PARTS, **about: Any) -> Exercise:
    title = {"zh": f"一家店{case}", "en": f"A shop {case}"}
    given = {"kind": "clinic", "platform": "amazon", "flags": ()} | about
    piece = exercises.open_(room, who, given["kind"], case, title, given["platform"], 7, NOW)
    work = {"cause": EVIL, "figures": {"odr": {"rate": 1.2}}, "proof": ["111-1", "111-2"], "chosen": [{"day": 3}]}
    return exercises.hand_in(room, who, piece.id, work, parts, given["flags"], NOW)


def change(page: AppTest, piece: Exercise, part: str, points: float, reason: str) -> AppTest:
    page.number_input(key=f"points_{piece.id}_{part}").set_value(points)
    page.text_area(key=f"why_{piece.id}_{part}").set_value(reason)
    (save,) = [b for b in page.button if b.form_id]
    return fine(save.click().run())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_class_says_so(draw: Draw, wang: Person, lang: str) -> None:
    assert say("Nothing here yet.", lang) in text_of(draw("exercises", wang, lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_class_is_listed_with_parts_and_opens_one(
    draw: Draw, wang: Person, lei: Person, room: Desk, went: list, lang: str
) -> None:
    piece = done(room, lei)
    page = draw("exercises", wang, lang)
    text = text_of(page)
    figure = {"zh": "第一个指标 1/2", "en": "First figure 1/2"}[lang]
    assert "李雷" in text and figure in text and say("needs a look", lang) in text
    assert page.get("download_button")
    fine(page.button(key=f"open_work_{piece.id}").click().run())
    assert went == [("exercise", {"piece": str(piece.id)})]


def test_the_list_is_filtered(draw: Draw, wang: Person, lei: Person, mei: Person, room: Desk) -> None:
    done(room, lei)
    done(room, mei, "o1", parts=PARTS[1:2], kind="operation", platform="wish")
    for key, value, seen, gone in (
        ("work_kind", "operation", "一家店o1", "一家店c1"),
        ("work_platform", "amazon", "一家店c1", "一家店o1"),
        ("work_student", mei.id, "一家店o1", "一家店c1"),
    ):
        page = draw("exercises", wang)
        assert "一家店c1" in text_of(page) and "一家店o1" in text_of(page)
        page.selectbox(key=key).set_value(value)
        text = text_of(fine(page.run()))
        assert seen in text and gone not in text
    page = draw("exercises", wang)
    text = text_of(fine(page.toggle(key="work_waits").set_value(True).run()))
    assert "一家店c1" in text and "一家店o1" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_the_class_fails_shows_the_lowest_case_first(
    draw: Draw, wang: Person, lei: Person, mei: Person, room: Desk, lang: str
) -> None:
    done(room, lei, "good", parts=PARTS[1:2])
    done(room, lei, "bad", parts=(Part(id="figure_1", points=0, of=2), PARTS[1], PARTS[2]))
    done(room, mei, "bad")
    page = draw("exercises", wang, lang)
    page.get_by_key("work_part").set_value("fails")
    text = text_of(fine(page.run()))
    assert text.index("bad") < text.index("good")
    assert "<b>25</b> %" in text and say("not graded", lang) in text and say("students: {n}", lang, n=2) in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_piece_shows_parts_remarks_sources_and_the_work_as_text(
    draw: Draw, wang: Person, lei: Person, room: Desk, lang: str
) -> None:
    piece = done(room, lei)
    page = draw("exercise", wang, lang, piece=piece.id)
    text = text_of(page)
    assert "AMZ-27" in text and "<b>1</b> / 2" in text and say("not graded", lang) in text
    assert "<script" not in text and text.count("&lt;script&gt;") == 2  # the remark and the work
    assert "figures · odr · rate" in text and "111-1, 111-2" in text and "chosen 1 · day" in text
    assert say("Waits for you:", lang) in text


def test_a_teacher_changes_a_part_and_the_student_is_told(
    draw: Draw, wang: Person, lei: Person, room: Desk, went: list
) -> None:
    piece = done(room, lei)
    page = draw("exercise", wang, piece=piece.id)
    page = change(page, piece, "figure_1", 2.0, f"口径没错{EVIL}")
    assert page.success[0].value == say("Saved. The student will be told.")
    text = text_of(page)
    assert "<b>2</b> / 2" in text and say("Before the teacher changed it: {n}", n="1/2") in text
    assert "口径没错&lt;script&gt;" in text and "王老师" in text
    kept = exercises.get(room, lei, piece.id)
    assert (kept.total, kept.machine, [w.points for w in kept.words]) == (100, 83, [2.0])


def test_a_change_without_a_reason_is_refused_in_words(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    piece = done(room, lei)
    page = change(draw("exercise", wang, piece=piece.id), piece, "figure_1", 2.0, " ")
    assert page.warning[0].value == "请写明理由。"
    assert exercises.get(room, lei, piece.id).words == ()


def test_a_student_reads_her_own_piece_without_the_form(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    piece = done(room, lei)
    page = draw("exercise", lei, piece=piece.id)
    assert "AMZ-27" in text_of(page) and not page.selectbox and not page.number_input
    fine(page.button(key="back").click().run())
    assert went[-1][0] == "progress"


def test_nobody_opens_what_is_not_theirs(draw: Draw, lei: Person, mei: Person, room: Desk) -> None:
    piece = done(room, lei)
    stranger = people.add_teacher(room, "赵老师", "zhao", PASSWORD, "商英二班")
    for who in (mei, stranger):
        with pytest.raises(AssertionError):  # NotFound reaches the frame, which draws its words
            draw("exercise", who, piece=piece.id)
    with pytest.raises(AssertionError):
        draw("exercises", mei)
    assert "一家店" not in text_of(draw("exercises", stranger))


@pytest.mark.parametrize("asked", ["", "x", "9" * 40])
def test_an_address_that_names_nothing_is_no_error(draw: Draw, lei: Person, asked: str) -> None:
    assert say("Nothing here yet.") in text_of(draw("exercise", lei, piece=asked))


def test_a_teacher_sees_that_work_is_not_handed_in_and_not_what_is_in_it(
    draw: Draw, wang: Person, lei: Person, room: Desk
) -> None:
    piece = exercises.open_(room, lei, "clinic", "c1", {"zh": "一家店", "en": "A shop"}, "amazon", 7, NOW)
    exercises.save(room, lei, piece.id, {"plan": "half a thought"}, 0, NOW)
    text = text_of(draw("exercise", wang, piece=piece.id))
    assert say("This has not been handed in yet.") in text and "half a thought" not in text


@pytest.mark.parametrize("replied", [True, False])
def test_results_stand_on_the_page_of_progress(
    draw: Draw, lei: Person, wang: Person, mei: Person, room: Desk, went: list, replied: bool
) -> None:
    if replied:
        answered(room, lei)
    assert say("Clinic and operations") not in [s.value for s in draw("progress", lei).subheader]
    piece = done(room, lei)
    for who, query in ((lei, {}), (wang, {"student": lei.id})):
        page = draw("progress", who, **query)
        assert say("Clinic and operations") in [s.value for s in page.subheader] and "一家店c1" in text_of(page)
    fine(page.button(key=f"open_results_{piece.id}").click().run())
    assert went[-1] == ("exercise", {"piece": str(piece.id)})
    assert "一家店c1" not in text_of(draw("progress", mei))


def news_script() -> None:
    from views.exercise import draw_news
    from views.person import current_person, current_words

    person = current_person()
    assert person is not None
    draw_news(person, current_words())


def test_news_of_a_change_stays_until_it_was_seen(
    draw: Draw, lei: Person, wang: Person, room: Desk, went: list
) -> None:
    piece = done(room, lei)
    exercises.change_part(room, wang, piece.id, "figure_1", 2, "口径没错", NOW)
    draw("progress", lei)  # signs her in
    page = fine(AppTest.from_function(news_script, default_timeout=20).run())
    assert "第一个指标：2 分" in text_of(page) and "口径没错" in text_of(page)
    fine(page.button(key="work_show").click().run())
    assert went[-1] == ("exercise", {"piece": str(piece.id)})
    assert exercises.news(room, lei) == ()
