"""Signs of tone: the buyer's situation in whatever words, courtesy, officialese, denial, and what only looks like them."""

from __future__ import annotations

import datetime as dt

import pytest

from grading.grade import grade
from grading.nouns import Criterion
from grading.rubric import load_rubric
from reading.nouns import Brief, Fact, Line
from reading.read import load_reader, read

READER = load_reader("none")
RUBRIC = load_rubric()
KETTLE = "Hi, the kettle leaks all over the counter. My parents come to stay on Friday. What can you do? Ruth"
PLAIN_KETTLE = "Hi, the kettle leaks. What can you do? Ruth"
KETTLE_ZH = "你好，烧水壶漏水了，弄得台面全是水。周五我爸妈要来住，怎么办？"


def brief(message: str, stage: str = "after-sale", name: str = "Ruth") -> Brief:
    return Brief(
        case_id="t",
        language="zh" if any("\u4e00" <= c <= "\u9fff" for c in message) else "en",
        stage=stage,
        now=dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC),
        buyer_name=name,
        thread=(Line(sender="buyer", text=message),),
        order=(Fact(id="item1", text="1 x electric kettle"),),
    )


def codes(text: str, message: str = KETTLE, stage: str = "after-sale") -> set[str]:
    return {s.code for s in read(text, brief(message, stage), READER).signals}


def tone(text: str, message: str = KETTLE, stage: str = "after-sale") -> int:
    return grade(read(text, brief(message, stage), READER), RUBRIC).levels[Criterion.TON].value


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ruth, I'm sorry about the leak, all the more with your family arriving. A new one ships today.",
        "Dear Ruth, sorry the kettle leaks just before your mother and father visit; we send another today.",
        "Hello Ruth, so that you have one by Friday, I'm sending a new kettle today. I'm sorry for the trouble.",
    ],
)
def test_a_circumstance_of_hers_is_heard_in_other_words(text: str) -> None:
    assert "names_situation" in codes(text)
    assert tone(text) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ruth, we are sorry for the leaking kettle. We will send a new kettle tomorrow. Best regards, Li",
        "Dear Ruth, thank you for your message. We are sorry for the inconvenience and will send a new kettle.",
        "Dear Ruth, sorry for the kettle. Many families like this kettle. Our customers love it, too.",
    ],
)
def test_the_goods_and_the_fault_alone_name_no_situation(text: str) -> None:
    assert "names_situation" not in codes(text)
    assert tone(text) == 3


def test_our_customers_and_business_days_are_not_her_business() -> None:
    message = "The cups came broken. I sell them to my customers. Ruth"
    assert "names_situation" not in codes("We are sorry. Many customers like it; 3 business days.", message)
    assert "names_situation" in codes("Dear Ruth, I'm sorry, your customers must not wait for it.", message)


def test_where_she_wrote_only_of_the_goods_courtesy_makes_the_difference() -> None:
    warm = (
        "Hi Ruth, thanks for telling us so clearly. I'm sorry, it's our mistake that the kettle leaks. Because we want to "
        "see why, could you send a photo? I'll answer today. Kind regards, Lily"
    )
    bare = "Ruth, sorry for the kettle. Send a photo. We check it and answer you in two days about what we do."
    assert tone(warm, PLAIN_KETTLE) == 4
    assert tone(bare, PLAIN_KETTLE) == 3


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("您好，水壶漏水给您添麻烦了，抱歉，赶在叔叔阿姨来之前，我今天就给您发新的，麻烦您留意。", 4),
        ("您好，难怪您着急，家里要来人水壶却漏了，很抱歉，我今天给您补发一个。", 4),
        ("亲，很抱歉给您带来不好的体验，水壶我们会给您换一个的哦。", 3),
        ("能换，自己去订单里申请就行。", 2),
        ("尊敬的客户：经核实，您反映的问题按相关规定须于七日内提出，逾期不予受理。特此告知。", 2),
        ("亲，水壶出厂前都检查过的，难免有误差，是不是您没放平呀？", 2),
    ],
)
def test_a_chinese_reply_is_heard_as_taobao_buyers_hear_it(text: str, level: int) -> None:
    assert tone(text, KETTLE_ZH) == level


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Please be advised that, in accordance with our policy, your request has been registered.", "official"),
        ("Rest assured that your satisfaction is our first priority and we take this very seriously.", "boilerplate"),
        ("Hello Ruth, the kettle left our warehouse in perfect condition.", "denial"),
        ("Ruth, every piece is checked before leaving the factory, so it has no leak.", "denial"),
        ("Dear Ruth, a small difference is normal for this kettle.", "denial"),
        ("Ruth, please close it, a dispute hurts our shop level very much.", "pleading"),
        ("Sorry Ruth, customs is very slow, it is out of our control.", "excuse"),
        ("Ruth, are you kidding? Only a greedy person asks for this.", "insult"),
        ("If you write that we will report your account.", "threat"),
        ("Sorry sorry sorry, please please don't be angry, all what you want.", "servile"),
        ("Order now! It is the best one for you.", "hurry"),
    ],
)
def test_a_sign_that_spoils_the_tone_is_heard(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    ("text", "code", "stage"),
    [
        ("Please be advised that it ships on 4 March.", "official", "after-sale"),
        ("I take this very seriously and send a new one on 4 March.", "boilerplate", "after-sale"),
        ("Your kettle left our warehouse on 2 March.", "denial", "after-sale"),
        ("A small colour difference is normal with stoneware.", "denial", "pre-sale"),
        ("I know this hurts, and I am sorry.", "pleading", "after-sale"),
        ("If you order now, it ships on 4 March.", "hurry", "pre-sale"),
        ("It is our factory's mistake and we are sorry.", "blame", "after-sale"),
        ("We have reported the loss to the carrier for you.", "threat", "after-sale"),
    ],
)
def test_what_only_looks_like_a_bad_sign_is_let_be(text: str, code: str, stage: str) -> None:
    assert code not in codes(text, stage=stage)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("You can share your experience in a review.", True),
        ("Whatever you write in a review is up to you and makes no difference to this.", False),
    ],
)
def test_leaving_the_review_to_her_is_no_invitation(text: str, heard: bool) -> None:
    assert ("ill_timed_feedback" in codes(f"Hi Ruth, a new kettle ships today. {text}")) is heard


def test_难怪您_is_no_reproach() -> None:
    assert "blame" not in codes("难怪您着急，抱歉。", KETTLE_ZH)
    assert "blame" in codes("这个要怪您自己没放平。", KETTLE_ZH)


def test_open_blanks_speak_to_nobody() -> None:
    assert (
        tone("Dear [Buyer Name], we are sorry for ××× and will refund $×× to your family by [date]. [Your name]") == 2
    )


def test_kind_words_do_not_arrive_whole_where_sentences_must_be_read_twice() -> None:
    broken = (
        "Dear Ruth, very sorry kettle leak before you parents come. I today give factory say, new one no money send you. "
        "You no receive Friday, money all back. You old one no need back give us."
    )
    assert tone(broken) == 3


def test_the_name_of_the_goods_is_no_circumstance() -> None:
    message = "The kids boots are too small, please change them. Ann"
    card = brief(message, name="Ann").model_copy(update={"order": (Fact(id="item1", text="1 x kids rain boots"),)})
    reading = read("Dear Ann, sorry, we can change the kids boots for you, please wait.", card, READER)
    assert not reading.shows("names_situation")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ruth, a dispute hurts us and our profit is so low.", "guilt"),
        ("Did you read the manual at all, Ruth? Anyone can fill a kettle.", "lecture"),
        ("亲，差评影响特别大，这个月的奖金就没了。", "guilt"),
        ("水壶不怪您，是我们没装好。", ""),
    ],
)
def test_pity_and_lessons_are_heard_in_either_tongue(text: str, code: str) -> None:
    bad = codes(text, KETTLE_ZH if text > "\u4e00" else KETTLE) & {"guilt", "lecture", "blame"}
    assert bad == ({code} if code else set())


def test_a_courtesy_stands_where_it_is_first_shown() -> None:
    text = "Hi Ruth, I'm sorry the kettle leaks before your parents come. I'll send one today."
    found = {s.code: s.span.of(text) for s in read(text, brief(KETTLE), READER).courtesies}
    assert found["by_name"] == "Ruth"
    assert {"own_voice", "takes_share", "circumstance", "her_words"} <= set(found)


def test_without_the_model_nothing_is_heard_between_the_lines() -> None:
    assert read("Ruth, we are a poor shop.", brief(KETTLE), READER).manners == ()
