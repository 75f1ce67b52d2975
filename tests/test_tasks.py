"""A task is done, touched or missed by what a reply means, whatever its words, its language and the card's."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache

import numpy as np
import pytest

from reading.nouns import Brief, Delivered, Fact, Lang, Line, Move, Reading, State, Task, Value
from reading.read import Reader, load_reader, read
from reading.scale import ARTEFACT, TABLE, fitted, judged, scale
from reading.tasks import moves_named
from reading.weighing import NAMES, parts_of, senses_of

NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.UTC)
LEVELS: tuple[State, ...] = ("missing", "partial", "done")


@cache
def reader() -> Reader:
    return load_reader("onnx")


def brief(*tasks: Task, facts: tuple[Fact, ...] = (), lang: Lang = "en", asks: str = "Can you help?") -> Brief:
    return Brief(
        case_id="t", now=NOW, language=lang, buyer_name="Maria", thread=(Line(sender="buyer", text=asks),),
        facts=facts, tasks=tasks,
    )  # fmt: skip


def reading(text: str, card: Brief, by: Reader | None = None) -> Reading:
    return read(text, card, by or reader())


def states(text: str, card: Brief) -> dict[str, State]:
    return {task.id: task.state for task in reading(text, card).tasks}


FIT = Task(id="fit", text="say whether the holder fits a 31.6 mm tube")
LONG = Task(id="long", text="say how long delivery takes")
HOLDER = brief(
    FIT,
    LONG,
    facts=(
        Fact(id="fits", text="the holder fits tubes from 22 to 35 mm"),
        Fact(id="way", text="delivery takes 6 to 9 working days"),
    ),
    asks="Does it fit a 31.6 mm tube, and how long does it take?",
)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Maria, yes, the holder fits your 31.6 mm tube, since it takes 22 to 35 mm. Delivery takes 6 to 9 working days.",
        "Hi Maria, 31.6 mm tube can use this holder, it is for 22-35 mm. Delivery need 6-9 working days.",
    ],
)
def test_words_alone_tell_what_a_reply_must_answer(text: str) -> None:
    assert states(text, HOLDER) == {"fit": "done", "long": "done"}


def test_a_terse_answer_is_an_answer() -> None:
    assert states("Yes fits 31.6 mm tube. Delivery 6-9 days.", HOLDER)["long"] != "missing"


def test_polite_emptiness_answers_nothing() -> None:
    text = "Dear Maria, thank you so much for your kind message. We value every customer and wish you a lovely day!"
    assert set(states(text, HOLDER).values()) == {"missing"}


def test_padding_does_no_task() -> None:
    answer = "Hi Maria, delivery takes 6 to 9 working days."
    padded = (
        answer + " Our family has made things for bikes for many years. We love the mountains and long summer days."
    )
    assert states(padded, HOLDER)["fit"] == states(answer, HOLDER)["fit"]


@pytest.mark.parametrize("text", ["说清楚包裹现在到哪了", "say where the parcel is"])
def test_the_card_may_be_written_in_another_language_than_the_thread(text: str) -> None:
    scan = Fact(id="scan", text="last scan 12 June, Los Angeles", values=(Value(kind="date", value="2026-06-12"),))
    card = brief(Task(id="t", text=text, by=(Move.STATUS,), facts=("scan",)), facts=(scan,))
    reply = "Hi Maria, your parcel reached the sorting centre in Los Angeles on 12 June and has not moved since."
    assert states(reply, card) == {"t": "done"}


PEACHES = brief(
    Task(id="sorry", text="道歉，并承认坏果是店里的责任"),
    Task(id="pick", text="二选一让她挑：退30元；或补发一箱6个装"),
    Task(id="store", text="提醒好的果子冷藏，三天内吃完"),
    lang="zh",
    asks="桃子坏了五个，怎么办？",
)


def test_chat_in_chinese_does_tasks_in_words() -> None:
    text = "真对不住，坏的算我们的。您挑一个：退您30元，或者明天补发一箱6个的。没坏的放冰箱冷藏，三天内吃掉哈。"
    assert states(text, PEACHES) == {"sorry": "done", "pick": "done", "store": "done"}


def test_an_excuse_in_chinese_does_none_of_them() -> None:
    text = "亲，水果发出时都是好的，快递路上的事我们也没有办法，请您理解。"
    assert states(text, PEACHES)["pick"] == "missing"
    assert states(text, PEACHES)["store"] == "missing"


REMEDY = Fact(id="part", text="8.00 USD back and he keeps it", values=(Value(kind="money", value=8.0, currency="USD"),))
SCRATCH = brief(
    Task(id="back", text="offer the refund of 8 USD", by=(Move.REFUND_PART,), facts=("part",)), facts=(REMEDY,)
)


def test_a_remedy_is_given_in_wordings_without_cue() -> None:
    assert states("Sorry for the scratch. How about $8.00 goes back to your card and you keep it?", SCRATCH) == {
        "back": "done"
    }


def test_a_false_amount_does_not_complete_a_task() -> None:
    assert states("Sorry for the scratch. We refund you $18.00 and you keep it.", SCRATCH)["back"] != "done"


STEP = brief(Task(id="next", text="a next step with a date", by=(Move.ACTION, Move.DEADLINE)))


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("I have asked the carrier today and will write to you by 19 June.", "done"),
        ("On 19 June I look at the tracking and tell you.", "done"),
        ("We will do our best and hope you understand.", "missing"),
        ("Your parcel is 40 cm long and weighs 2 kg.", "missing"),
    ],
)
def test_a_next_step_needs_a_day(text: str, least: State) -> None:
    assert states(text, STEP) == {"next": least}


CHOICE = brief(Task(id="choice", text="let her choose", by=(Move.OPTIONS,)))


def test_one_remedy_is_no_choice() -> None:
    assert states("We will send you a new lamp tomorrow, free of charge.", CHOICE)["choice"] != "done"
    assert (
        states("Would you like a full refund, or a new lamp sent tomorrow free of charge?", CHOICE)["choice"] == "done"
    )


def test_a_refusal_with_its_reason_answers_a_wish() -> None:
    card = brief(Task(id="no", text="refuse the false declaration, with the reason", by=(Move.DECLINE,)))
    text = "We can't write a lower value on the customs form, because the true price must be declared by law."
    assert states(text, card) == {"no": "done"}


def test_without_a_model_the_rules_decide() -> None:
    cues = load_reader("none")
    text = "I have asked the carrier today and will write to you by 19 June."
    assert [task.state for task in reading(text, STEP, cues).tasks] == ["done"]
    assert [task.state for task in reading("Have a nice day!", STEP, cues).tasks] == ["missing"]


def test_a_done_task_names_its_words_and_how_sure_the_reader_is() -> None:
    text = "Hi Maria, your holder fits the 31.6 mm tube. Delivery takes 6 to 9 working days. Bye, Lily"
    found: dict[str, Delivered] = {task.id: task for task in reading(text, HOLDER).tasks}
    assert any("6 to 9" in span.of(text) for span in found["long"].spans)
    assert 0.5 <= found["long"].confidence <= 1
    assert found["long"].lacks == ()


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("ask him to report the result", Move.ASK_INFO),
        ("that it costs no more", Move.QUOTE),
        ("提醒需要准备的两项公司信息", Move.BUYER_STEP),
        ("let the buyer pick between both remedies", Move.OPTIONS),
        ("admit that it is our mistake", Move.OWN),
        ("最晚什么时候能收到", Move.DEADLINE),
    ],
)
def test_the_words_of_a_task_name_its_moves(text: str, move: Move) -> None:
    assert move in moves_named(text)


@pytest.mark.parametrize(
    ("one", "other", "sense"),
    [
        ("that it costs no more", "it is the same price", "no_cost"),
        ("ask him to report the result", "please tell me by tomorrow", "report"),
        ("来得及吗", "it will arrive before Friday", "in_time"),
        ("说清取消时能退多少", "you may cancel it", "cancel"),
    ],
)
def test_the_same_thing_is_heard_in_other_words(one: str, other: str, sense: str) -> None:
    assert sense in senses_of(one) & senses_of(other)


def test_the_parts_of_a_text_are_what_it_names() -> None:
    assert parts_of("confirm the cancellation and say when the money returns") == (
        "confirm the cancellation", "say when the money returns",
    )  # fmt: skip
    assert parts_of("say where the parcel is") == ("say where the parcel is",)


def test_the_scale_is_what_its_table_gives() -> None:
    made, kept = fitted(), scale()
    assert np.array_equal(made.weights, kept.weights)
    assert np.array_equal(made.mean, kept.mean)
    assert len(ARTEFACT.read_text(encoding="utf-8").splitlines()) == len(NAMES) + 2


def test_the_table_has_a_column_for_every_number() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert set(NAMES) < set(lines[0])
    assert {line["is_done"] for line in lines} == {"0", "1"}


def test_what_is_done_is_also_touched() -> None:
    touched, done = scale().chances(np.ones(len(NAMES)))
    assert 0 <= done <= touched <= 1


@pytest.mark.parametrize(("chances", "state"), [((0.9, 0.8), 2), ((0.9, 0.3), 1), ((0.85, 0.45), 1), ((0.2, 0.1), 0)])
def test_the_likeliest_state_is_taken_and_in_doubt_the_lower(chances: tuple[float, float], state: int) -> None:
    assert judged(chances)[0] == LEVELS[state]
