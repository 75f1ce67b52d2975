"""The buyer reacts to what was said to her; each end can be reached, and nothing that only changes a mark moves her."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.nouns import (
    Claim,
    Delivered,
    Flag,
    Flagged,
    Made,
    Move,
    Reading,
    Severity,
    Signal,
    Slip,
    Span,
    Violation,
)
from scenarios.buyer import MORE_TURNS, first_mood, reason, reply_to, silent_day
from scenarios.buyer_says import manners, phrases, question_for, say
from scenarios.case import parse_case
from scenarios.nouns import PLATFORMS, Answer, Case, End

AT = Span(start=0, end=4)
TEXT = """
id: buy-01
platform: amazon
stage: after-sale
situation: where-is-my-order
language: en
buyer: {name: Maria, country: US, temperament: anxious, accepts: [REFUND_FULL, REPLACE], patience: 2}
thread: ["My pot should be here by June 14. Where is it? If it doesn't come I want my money back."]
order: {id: 112-1, items: [{title: "Iron pot, black", unit_price: 24.99}], tracking: YT2415400000001}
facts: [{id: due, text: promised by June 14, values: [{kind: date, value: 2026-06-14}]}]
tasks:
  - {id: t1, text: say where the parcel is, by: [STATUS]}
  - {id: t2, text: say what happens if it does not come, by: [REFUND_FULL, REPLACE]}
  - {id: t3, core: false, text: a date, by: [DEADLINE]}
"""


def case(**changes: str) -> Case:
    text = TEXT
    for old, new in changes.items():
        text = text.replace(
            {"mood": "anxious", "stage": "after-sale", "patience": "patience: 2", "lang": "language: en"}[old], new
        )
    return parse_case(text)


def said(
    *moves: Move, done: tuple[str, ...] = (), signs: tuple[str, ...] = (), breaks: tuple[str, ...] = ()
) -> Reading:
    return Reading(
        text="Hello",
        moves=tuple(Made(move=move, span=AT) for move in moves),
        tasks=tuple(Delivered(id=f"t{n}", state="done" if f"t{n}" in done else "missing") for n in (1, 2, 3)),
        signals=tuple(Signal(code=code, span=AT) for code in signs),
        violations=tuple(Violation(code=code, severity=Severity.CRITICAL, span=AT) for code in breaks),
    )


GOOD = said(
    Move.STATUS,
    Move.ACTION,
    Move.DEADLINE,
    Move.REFUND_FULL,
    Move.REPLACE,
    Move.OPTIONS,
    done=("t1", "t2", "t3"),
    signs=("names_situation", "takes_share"),
)
DRY = said(Move.REFUND_FULL, done=("t1", "t2"), signs=("generic_address", "flat"))
BRUSH_OFF = said(signs=("dismissive",))


def answers(of: Case, *readings: Reading | None) -> list[Answer]:
    mood, found = first_mood(of), []
    for reading in readings:
        answer = silent_day(of, mood) if reading is None else reply_to(of, mood, reading)
        found.append(answer)
        mood = answer.mood
        if answer.end is not End.OPEN:
            break
    return found


def test_a_full_and_warm_answer_ends_happy() -> None:
    (answer,) = answers(case(), GOOD)
    assert answer.end is End.HAPPY and answer.mood.warmth > 0 and answer.text
    assert "all_core" in answer.because and "names_situation" in answer.because


def test_a_right_but_cold_answer_ends_cold() -> None:
    (answer,) = answers(case(), DRY)
    assert answer.end is End.COLD


def test_brush_offs_end_in_a_claim() -> None:
    first, second = answers(case(), BRUSH_OFF, BRUSH_OFF)
    assert first.end is End.OPEN and second.end is End.CLAIM
    assert "A-to-z" in (second.text or "") and "patience" in second.because


def test_a_complaint_about_a_review_ends_in_bad_feedback() -> None:
    last = answers(case(stage="feedback"), BRUSH_OFF, BRUSH_OFF)[-1]
    assert last.end is End.BAD_FEEDBACK and last.text


def test_before_a_sale_she_just_goes_away() -> None:
    last = answers(case(stage="pre-sale"), BRUSH_OFF, BRUSH_OFF)[-1]
    assert last.end is End.SILENT and last.text is None


def test_an_open_dispute_goes_to_the_platform() -> None:
    assert answers(case(stage="dispute"), None, None)[-1].end is End.CLAIM


def test_she_asks_again_what_was_not_answered() -> None:
    (answer,) = answers(case(), said(Move.REFUND_FULL, done=("t2",)))
    assert answer.end is End.OPEN and "Where is it?" in (answer.text or "")
    assert answer.mood.solved == ("t2",)
    both = answers(case(), said(Move.REFUND_FULL, done=("t2",)), said(Move.STATUS, done=("t1",)))
    assert both[-1].end in (End.HAPPY, End.COLD)


def test_without_a_question_of_her_own_she_asks_plainly() -> None:
    quiet = parse_case(TEXT.replace("Where is it? If it doesn't come I want my money back.", "Nothing came."))
    assert question_for(quiet, quiet.tasks[0]) == manners()["questions"]["STATUS"]["en"]


def test_apology_alone_does_nothing_and_acts_do() -> None:
    of = case(mood="calm", patience="patience: 5")
    sorry = reply_to(of, first_mood(of), said(Move.APOLOGIZE, done=("t1",)))
    nothing = reply_to(of, first_mood(of), said(done=("t1",)))
    act = reply_to(of, first_mood(of), said(Move.ACTION, Move.REFUND_FULL, done=("t1",)))
    assert sorry.mood.warmth == nothing.mood.warmth < act.mood.warmth


@pytest.mark.parametrize("sign", ["dismissive", "blame", "lecture", "mockery", "guilt", "push"])
def test_bad_manners_cool_her(sign: str) -> None:
    of = case(mood="calm")
    plain = reply_to(of, first_mood(of), said(Move.ACTION, done=("t1",)))
    rude = reply_to(of, first_mood(of), said(Move.ACTION, done=("t1",), signs=(sign,)))
    assert rude.mood.warmth < plain.mood.warmth and sign in rude.because


def test_threats_weigh_more_than_brush_offs_and_cost_two_of_her_patience() -> None:
    of = case(mood="calm", patience="patience: 4")
    threat = reply_to(of, first_mood(of), said(breaks=("V09",)))
    brush_off = reply_to(of, first_mood(of), BRUSH_OFF)
    assert threat.mood.warmth == -4 < brush_off.mood.warmth and threat.mood.patience == 2 < brush_off.mood.patience


def test_only_what_she_can_see_is_wrong_for_her() -> None:
    of = case(mood="calm")
    hers = Claim(span=AT, kind="code", said="YT999", verdict="material", fact="tracking", expected="YT2415400000001")
    hidden = hers.model_copy(update={"fact": "warehouse"})
    seen = reply_to(of, first_mood(of), GOOD.model_copy(update={"claims": (hers,)}))
    unseen = reply_to(of, first_mood(of), GOOD.model_copy(update={"claims": (hidden,)}))
    assert seen.end is End.OPEN and "wrong_fact" in seen.because and "YT999" in (seen.text or "")
    assert unseen.end is End.HAPPY


def test_a_reasoned_refusal_depends_on_her_temperament() -> None:
    no = said(Move.DECLINE, Move.POLICY, Move.COUNTER, done=("t1",))
    calm, angry = case(mood="calm"), case(mood="angry")
    assert "bears_refusal" in reply_to(calm, first_mood(calm), no).because
    assert "refused_kindly" in reply_to(angry, first_mood(angry), no).because
    assert "refused_kindly" in reply_to(calm, first_mood(calm), said(Move.DECLINE, Move.POLICY)).because
    assert "refused" in reply_to(calm, first_mood(calm), said(Move.DECLINE)).because


def test_some_buyers_follow_off_the_platform_and_some_report_it() -> None:
    offer = said(Move.ACTION, breaks=("V04",))
    lists = phrases()
    for mood, act in (("bargaining", "offsite_yes"), ("anxious", "offsite_no")):
        of = case(mood=mood, patience="patience: 4")
        text = reply_to(of, first_mood(of), offer).text or ""
        assert any(text.startswith(line.replace("{platform}", "Amazon")) for line in lists[act]["any"]["en"])


def test_a_reply_nobody_can_read_puzzles_her() -> None:
    chinese = Reading(text="您好", flags=(Flagged(flag=Flag.WRONG_LANGUAGE, span=AT),))
    (answer,) = answers(case(), chinese)
    assert answer.because == ("puzzled",) and answer.mood.patience == 1


def test_an_allowed_holding_reply_costs_no_patience() -> None:
    hold = said(Move.ACTION, Move.DEADLINE)
    allowed = parse_case(TEXT + "holding_allowed: true\n")
    assert reply_to(allowed, first_mood(allowed), hold).mood.patience == 2
    assert reply_to(case(), first_mood(case()), hold).mood.patience == 1


def test_in_a_chinese_thread_she_writes_chinese() -> None:
    of = parse_case(TEXT.replace("language: en", "language: zh").replace("amazon", "taobao"))
    for answer in (*answers(of, GOOD), *answers(of, BRUSH_OFF, BRUSH_OFF), *answers(of, None)):
        assert answer.text and not any(
            letter.isascii() and letter.isalpha() for letter in answer.text.split("「")[0][:4]
        )


def test_every_phrase_list_has_six_variants_and_no_open_slot() -> None:
    of = parse_case(TEXT)
    for act, voices in phrases().items():
        for lists in voices.values():
            assert all(len(set(lists[lang])) >= 6 for lang in ("en", "zh")), act
        for seed in range(8):
            assert "{" not in say(of, act, 1, seed, question="Where is it?", said="x").replace("{}", "")


def test_the_seed_changes_the_words_only() -> None:
    found = {reply_to(case(), first_mood(case()), BRUSH_OFF, seed).text for seed in range(12)}
    moods = {reply_to(case(), first_mood(case()), BRUSH_OFF, seed).mood.model_dump_json() for seed in range(12)}
    assert len(found) > 4 and len(moods) == 1


def test_every_reason_has_words() -> None:
    of = case()
    for code in (*manners()["because"], "t1"):
        words = reason(code, of)
        assert words and words["zh"] and words["en"]
    assert set(manners()["moves_her"]) - {f"V{n:02d}" for n in range(1, 16)} <= set(manners()["because"])


READINGS = st.builds(
    said,
    *[st.sampled_from(list(Move)) for _ in range(3)],
    done=st.sets(st.sampled_from(["t1", "t2", "t3"])).map(tuple),
    signs=st.sets(st.sampled_from(["dismissive", "blame", "names_situation", "flat", "servile", "unheard_of"])).map(
        tuple
    ),
    breaks=st.sets(st.sampled_from(["V01", "V04", "V09", "V11", "V12", "V15"]), max_size=2).map(tuple),
)
CASES_OF = st.builds(
    lambda mood, stage, platform: parse_case(
        TEXT.replace("anxious", mood).replace("after-sale", stage).replace("amazon", platform)
    ),
    st.sampled_from([*manners()["temperaments"], "moonstruck"]),
    st.sampled_from(["pre-sale", "in-sale", "after-sale", "dispute", "feedback", "marketing"]),
    st.sampled_from(PLATFORMS),
)


@given(CASES_OF, st.lists(st.none() | READINGS, min_size=1, max_size=8))
@settings(max_examples=80, deadline=None)
def test_moods_stay_in_bounds_and_every_conversation_ends_in_time(of: Case, readings: list[Reading | None]) -> None:
    found = answers(of, *readings)
    for answer in found:
        assert -4 <= answer.mood.warmth <= 4 and 0 <= answer.mood.patience <= 5
        assert answer.text is not None or answer.end is End.SILENT
        assert answer.because
    assert len(found) <= of.buyer.patience + MORE_TURNS
    assert found == answers(of, *readings)


@given(READINGS, st.integers(0, 9))
@settings(max_examples=50, deadline=None)
def test_what_only_a_marker_counts_does_not_move_her(reading: Reading, words: int) -> None:
    slip = Slip(span=AT, kind="spelling", advice_zh="拼写", advice_en="spelling", obscures=True)
    other = reading.model_copy(
        update={"slips": (slip,), "words": words, "confidence": {"RES": 0.1}, "buried": True, "obscured": (AT,)}
    )
    of = case()
    assert reply_to(of, first_mood(of), reading) == reply_to(of, first_mood(of), other)


def test_a_buyer_who_is_helped_but_offered_money_for_stars_ends_cold() -> None:
    from pathlib import Path

    from reading.nouns import Delivered, Made, Move, Severity, Span, Violation
    from scenarios.case import load_cases

    case = load_cases(Path(__file__).parents[1] / "scenarios" / "cases" / "amazon" / "wismo-amz-01.yaml")[0]
    here = Span(start=0, end=4)
    done = tuple(Delivered(id=t.id, state="done", core=t.core) for t in case.tasks)
    moves = tuple(Made(move=m, span=here) for m in (Move.REFUND_FULL, Move.OPTIONS, Move.DEADLINE))
    clean = Reading(text="text", tasks=done, moves=moves)
    bribing = clean.model_copy(update={"violations": (Violation(code="V01", severity=Severity.CRITICAL, span=here),)})
    assert reply_to(case, first_mood(case), clean).end is End.HAPPY
    assert reply_to(case, first_mood(case), bribing).end is End.COLD
