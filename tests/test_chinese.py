"""Faults of form in Chinese replies."""

from __future__ import annotations

import pytest

from reading.chinese import across, confusions, intelligible, wrong_in
from reading.clauses import sentences


@pytest.mark.parametrize(
    ("text", "said", "better"),
    [
        ("您的订单己发货。", "己", "已"),
        ("我很高兴的为您服务。", "的", "地"),
        ("请您在等一天。", "在", "再"),
        ("非常报歉。", "报歉", "抱歉"),
        ("大约三天左右到货。", "大约三天左右", "大约三天"),
        ("我们我们会处理。", "我们我们", "我们"),
        ("原因是因为库存不足。", "原因是因为", "原因是"),
    ],
)
def test_common_faults_are_found_and_put_right(text: str, said: str, better: str) -> None:
    assert [(text[w.start : w.end], w.better) for w in wrong_in(text)] == [(said, better)]


@pytest.mark.parametrize(
    "text",
    [
        "请登录账号或帐号。",
        "以后再有问题请联系我们。",
        "我们在杭州。",
        "作为补偿，送您一个杯垫。",
        "说的也是。",
        "地址改不了了。",
        "亲，在的。",
    ],
)
def test_right_chinese_is_left_alone(text: str) -> None:
    assert wrong_in(text) == ()


def test_you_in_two_registers_is_one_fault_at_the_first_familiar_one() -> None:
    text = "您好，你的包裹到了。你看可以吗？"
    (wrong,) = across(text, sentences(text))
    assert (text[wrong.start : wrong.end], wrong.better, wrong.kind) == ("你", "您", "register")
    assert across("你好，你的包裹到了。", sentences("你好，你的包裹到了。")) == ()


def test_every_pattern_has_advice_and_does_not_match_the_empty_text() -> None:
    assert len(confusions()) >= 100
    for confusion in confusions():
        assert confusion.zh and confusion.en
        assert not confusion.pattern.search(""), confusion.rule


def test_cue_words_and_mash_are_told_from_sentences() -> None:
    assert intelligible("退款 补发 抱歉 物流 谢谢") < 0.5
    assert intelligible("啊啊啊啊啊啊啊啊啊") < 0.5
    assert intelligible("充电宝有3C认证，编号2025010914678231，印在机身背面。") == 1.0


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("我等下发连接您拍。", "连接"),
        ("周五之前是来的及。", "的"),
        ("您试完下午两点我在联系您。", "在"),
        ("明天在发一箱给您。", "在"),
        ("运费往反都是我们出。", "往反"),
        ("给您换新机的我们。", "的我们"),
        ("原因大概因为是卡豆造成的。", "原因大概因为是卡豆造成"),
        ("今天我就办理它。", "它"),
        ("全额退款我们没法accept。", "accept"),
    ],
)
def test_what_hurried_agents_write_wrong_is_found(text: str, wrong: str) -> None:
    assert wrong in [text[w.start : w.end] for w in wrong_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "我在发货的路上，稍等。",
        "链接已经发给您了，请您点开看看。",
        "来的都是客，您慢慢看。",
        "这个周五之前来得及。",
        "原因是电池没有装好。",
        "USB-C接口，支持iPhone和Android。",
        "我们的客服马上联系您。",
        "您在看哪一款呀？",
    ],
)
def test_what_only_looks_wrong_in_hurried_chinese_is_let_be(text: str) -> None:
    assert not wrong_in(text)


def test_two_english_words_in_one_chinese_sentence_must_be_read_again() -> None:
    assert any(w.obscures for w in wrong_in("您reply我选哪个，我今天就arrange。"))
    assert not any(w.obscures for w in wrong_in("sorry，这次是我们的错。"))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("碎了平台会陪您。", "陪"),
        ("您不用单心,有运费险。", "单心"),
        ("这家店里赔很快。", "里赔"),
        ("您放心拍把。", "把"),
        ("按订单祥情里的步骤走。", "祥情"),
        ("您的资料已经被我们保存。", "已经被我们"),
        ("我们会对您进行补偿。", "对您进行补偿"),
        ("您先把单号给到我们。", "给到"),
        ("三天工作日开好。", "天工作日"),
    ],
)
def test_wrong_characters_and_translated_turns_are_found(text: str, wrong: str) -> None:
    assert wrong in [text[w.start : w.end] for w in wrong_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "陪孩子用也安全。",
        "祝您一路顺风顺水。",
        "把盒子放好,把单号发我。",
        "订单会被系统自动取消。",
        "这把锁能扛得住。",
        "师父说得对。",
        "收到货再付款。",
    ],
)
def test_right_words_that_sound_alike_are_let_be(text: str) -> None:
    assert not wrong_in(text)
