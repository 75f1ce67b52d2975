"""The reply desk: write, send once, read the grade, see the buyer, try again."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from desk import Desk, practice
from desk.people import Person
from tests.screens import NOW, Draw, answered, draw, fine, lei, room, say, text_of, wang, went
from views.conversation import buyer_html, mine_html

BAD = {
    "emoji": "😀" * 300,
    "right to left": "\u202eمرحبا بك\u202c، الطلب في الطريق",
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)> t1",
    "zero width": "t\u200b1 \u200d\ufeff Hello\u2060",
    "nul": "Hello\x00 t1\x07",
    "huge": "Dear Maria, " * 9_000,
}


def opened(room: Desk, who: Person, case: str = "mug", mode: str = "practice") -> int:
    return practice.open_case(room, who, case, mode, NOW)  # type: ignore[arg-type]


def write(page: AppTest, attempt: int, text: str, turn: int = 0) -> AppTest:
    return fine(page.text_area(key=f"reply_{attempt}_{turn}").set_value(text).run())


def send(page: AppTest, attempt: int, turn: int = 0) -> AppTest:
    return fine(page.button(key=f"reply_{attempt}_{turn}_send").click().run())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_conversation_order_promises_and_tools_are_in_sight(
    draw: Draw,
    lei: Person,
    room: Desk,
    lang: str,
) -> None:
    page = draw("practice", lei, lang, attempt=opened(room, lei))
    text = text_of(page)
    assert "Where is my mug?" in text and "12.5" in text and "Los Angeles" in text
    assert say("You may promise", lang) in text and "promise a refund before" in text
    assert say("What this reply must do", lang) in text and "say where it is" in text
    assert say("Tracking history", lang) in text


def test_test_mode_hides_tasks_hints_and_rules(draw: Draw, lei: Person, room: Desk) -> None:
    page = draw("practice", lei, attempt=opened(room, lei, mode="test"))
    text = text_of(page)
    assert "Where is my mug?" in text
    assert "say where it is" not in text and say("Hints") not in text
    assert say("Rules") not in [tab.label for tab in page.tabs]


def test_what_is_typed_is_kept_at_once(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei)
    write(draw("practice", lei, attempt=attempt), attempt, "Dear Maria")
    assert practice.look(room, lei, attempt).draft == "Dear Maria"
    again = draw("practice", lei, attempt=attempt)
    assert again.text_area(key=f"reply_{attempt}_0").value == "Dear Maria"


def test_after_sending_grade_and_buyer_are_there(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei)
    page = send(write(draw("practice", lei, attempt=attempt), attempt, "Hello STATUS t1 t2"), attempt)
    text = text_of(draw("practice", lei, attempt=attempt))
    turn = practice.look(room, lei, attempt).turns[0]
    assert f">{turn.effective.total}</div>" in text
    assert say("What it did to the shop") in text and say("What your reply did") in text
    assert turn.answer.text and turn.answer.text[:20] in text.replace("&#x27;", "'")
    assert not page.exception


def test_a_second_click_sends_nothing_more(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei)
    page = write(draw("practice", lei, attempt=attempt), attempt, "Hello t1")
    key = f"reply_{attempt}_0"
    nonce = page.session_state[f"{key}_nonce"]
    send(page, attempt)
    practice.answer(room, lei, attempt, "Hello t1", nonce, NOW)
    assert len(practice.look(room, lei, attempt).turns) == 1


def test_an_empty_reply_is_not_sent_and_says_why(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei)
    page = send(write(draw("practice", lei, attempt=attempt), attempt, "  \n "), attempt)
    assert say("Write something first.") in text_of(page)
    assert not practice.look(room, lei, attempt).turns


@pytest.mark.parametrize("name", BAD)
def test_a_strange_reply_gives_a_grade_or_a_clear_word(
    draw: Draw,
    lei: Person,
    room: Desk,
    name: str,
) -> None:
    attempt = opened(room, lei)
    page = send(write(draw("practice", lei, attempt=attempt), attempt, BAD[name]), attempt)
    view = practice.look(room, lei, attempt)
    assert view.turns or 'role="alert"' in text_of(page)
    text = text_of(draw("practice", lei, attempt=attempt))
    assert "<script>alert" not in text and "onerror=alert(2)>" not in text.replace("&gt;", "")
    assert view.turns or view.draft.strip()  # nothing is lost


def test_rewriting_starts_beside_the_old_try(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    attempt = answered(room, lei, "Hello STATUS t1 t2")
    fine(draw("practice", lei, attempt=attempt).button(key="rewrite").click().run())
    new = int(went[0][1]["attempt"])
    assert new != attempt
    page = draw("practice", lei, attempt=new)
    assert page.tabs[0].label == say("Last try")
    assert "Hello STATUS t1 t2" in text_of(page)
    assert page.text_area(key=f"reply_{new}_0").value == "Hello STATUS t1 t2"


def test_a_silent_day_can_pass_and_keeps_test_mode_closed(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei, mode="test")
    page = draw("practice", lei, attempt=attempt)
    page = fine(page.button(key=f"wait_{attempt}_0").click().run())
    assert practice.look(room, lei, attempt).turns[0].silent_day
    text = text_of(draw("practice", lei, attempt=attempt))
    assert say("A day passed without an answer.") in text
    assert "say where it is" not in text


def test_after_the_end_one_goes_on_or_tries_again(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    attempt = answered(room, lei, "Hello GREET STATUS ACTION DEADLINE RESTATE t1 t2")
    assert not practice.look(room, lei, attempt).can_answer
    page = draw("practice", lei, attempt=attempt)
    assert {b.key for b in page.button} >= {"next_case", "rewrite", "onward_inbox"}
    fine(page.button(key="next_case").click().run())
    assert went[0][0] == "desk" and went[0][1]["attempt"] != str(attempt)


def test_a_letter_can_be_put_into_the_reply(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei)
    page = write(draw("practice", lei, attempt=attempt), attempt, "Hi")
    page = fine(page.selectbox(key=f"letter_{attempt}").select("l1").run())
    assert '<span class="slot">name</span>' in text_of(page)
    fine(page.button(key=f"use_letter_{attempt}").click().run())
    assert practice.look(room, lei, attempt).draft == "Hi\n\nDear {name}"


def test_without_an_attempt_one_is_sent_to_the_inbox(draw: Draw, lei: Person, went: list) -> None:
    for asked in ("", "x", "9" * 20):
        page = draw("practice", lei, attempt=asked)
        assert say("Choose a case in the inbox first.") in text_of(page)
    fine(page.button(key="to_inbox").click().run())
    assert went[0][0] in ("", "inbox")


def test_words_of_people_are_shown_as_text(room: Desk, lei: Person) -> None:
    from content.words import words

    attempt = answered(room, lei, "<b>t1</b> & <i>")
    view = practice.look(room, lei, attempt)
    turn = view.turns[0].model_copy(
        update={"answer": view.turns[0].answer.model_copy(update={"text": "<img src=x onerror=1>"})}
    )
    drawn = buyer_html(view, turn, words("en"), {}) + mine_html(turn, words("en"))
    assert "<img src=x" not in drawn and "&lt;img src=x" in drawn


def test_what_an_earlier_reply_has_done_stays_done(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = opened(room, lei)
    practice.answer(room, lei, attempt, "Hello t2", "n-1", NOW)
    first = practice.look(room, lei, attempt)
    assert first.can_answer
    done = sum(task.state == "done" for task in first.turns[0].reading.tasks)
    practice.answer(room, lei, attempt, "Hello again", "n-2", NOW)
    text = text_of(draw("practice", lei, attempt=attempt))
    assert say("What you have done") in text
    assert done and text.count('class="check done"') >= done
