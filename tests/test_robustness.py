"""The robustness battery of guide C3: what is done to a reply, and how its levels and total may move."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from grading.grade import weigh
from grading.nouns import Criterion, Grade
from grading.rubric import load_rubric
from reading.clauses import sentences
from reading.nouns import Brief, Move, Reading
from reading.read import load_reader, read
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.nouns import Case
from scenarios.platforms import sheet

ROOT = Path(__file__).parents[1]
DATA: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "data" / "robustness.yaml").read_text(encoding="utf-8"))
ANCHORS: dict[str, Any] = yaml.safe_load((ROOT / "tests" / "anchors.yaml").read_text(encoding="utf-8"))
CASES = {case.id: case for case in load_cases(ROOT / "scenarios" / "cases")}
WISMO = "wismo-amz-01"
CHOSEN = (
    "amz-broken-04", "ebay-inr-04", "ebay-jacket-05", "ali-size-01", "ali-slow-04", "dhg-return-il-01", "dhg-bulk-us-01",
    "wish-damaged-se-01", "wish-howto-za-01", "tao-wrong-01", "tao-missing-01",
)  # fmt: skip


class Reply(NamedTuple):
    """A reply to start from: where it is from, its case, its words."""

    name: str
    case: str
    text: str

    @property
    def language(self) -> str:
        return CASES[self.case].language


def _replies() -> Iterator[Reply]:
    for name in ("A1", "A2", "A3", "A20"):
        yield Reply(name, WISMO, ANCHORS[name]["text"])
    for case in CHOSEN:
        for kind in ("good", "weak"):
            yield Reply(f"{case} {kind}", case, CASES[case].samples[kind].text)
    for case, texts in DATA["replies"].items():
        for n, text in enumerate(texts):
            yield Reply(f"{case} own {n}", case, text)


REPLIES = {reply.name: reply for reply in _replies()}
GOOD = [r for r in REPLIES.values() if r.name in ("A1", "A2") or r.name.endswith("good")]
# A task or the wording of these stands on the very edge of a trained scale: any word more or less may tip it over.
EDGE = pytest.mark.xfail(reason="on the edge of a trained scale", strict=False)


def by_reply(*on_edge: str):
    """Every reply; those named are known to tip over in this test."""
    return pytest.mark.parametrize(
        "reply", [pytest.param(r, marks=EDGE) if n in on_edge else r for n, r in REPLIES.items()], ids=REPLIES
    )


by_good = pytest.mark.parametrize("reply", GOOD, ids=[r.name for r in GOOD])


reader = cache(load_reader)
rubric = cache(load_rubric)


@cache
def looked_for(case: str) -> Brief:
    return brief(CASES[case], sheet(CASES[case].platform))


@cache
def marked(text: str, case: str) -> tuple[Reading, Grade]:
    reading = read(text, looked_for(case), reader())
    return reading, weigh(reading, rubric())


def levels(text: str, case: str) -> dict[str, int]:
    return {c.value: level.value for c, level in marked(text, case)[1].levels.items()}


def raised(reply: Reply, changed: str) -> list[str]:
    """What is higher for ``changed`` than for the reply: criteria, or the total."""
    before, after = levels(reply.text, reply.case), levels(changed, reply.case)
    found = [f"{c} {before[c]} to {after[c]}" for c in before if after[c] > before[c]]
    a, b = marked(reply.text, reply.case)[1].total, marked(changed, reply.case)[1].total
    return found + ([f"total {a} to {b}"] if b > a else [])


def moved(reply: Reply, changed: str) -> list[str]:
    """Which levels are not what they were."""
    before, after = levels(reply.text, reply.case), levels(changed, reply.case)
    return [f"{c} {before[c]} to {after[c]}" for c in before if after[c] != before[c]]


def join(text: str, more: str) -> str:
    return f"{text.rstrip()} {more}"


def parts(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


# -- what must not raise any level, nor the total ------------------------------------------------------------------


def filler(reply: Reply, share: float, number: int) -> str:
    """Whole sentences of an unrelated text, about ``share`` of the reply's length."""
    pool = DATA["unrelated"][reply.language]
    out = ""
    for sentence in parts(pool[number % len(pool)]) * 3:
        if len(out) >= share * len(reply.text):
            break
        out += ("" if reply.language == "zh" else " ") + sentence
    return out.strip()


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
@by_reply("ebay-inr-04 weak", "ebay-jacket-05 weak")
def test_unrelated_text_earns_nothing(reply: Reply, share: float) -> None:
    assert not raised(reply, join(reply.text, filler(reply, share, len(reply.text))))


@pytest.mark.parametrize("kind", ["cue_lists", "rubric_words", "remedies"])
@by_reply("ebay-inr-04 weak", "ebay-jacket-05 weak")
def test_words_without_a_message_earn_nothing(reply: Reply, kind: str) -> None:
    found = {more: raised(reply, join(reply.text, more)) for more in DATA[kind][reply.language]}
    assert not {more: what for more, what in found.items() if what}


@by_reply()
def test_saying_it_twice_earns_nothing(reply: Reply) -> None:
    once = parts(reply.text)
    assert not raised(reply, join(reply.text, reply.text))
    assert not raised(reply, " ".join(s for one in once for s in (one, one)))
    assert not raised(reply, join(reply.text, max(once, key=len)))


@by_reply()
def test_the_buyers_own_words_earn_nothing(reply: Reply) -> None:
    buyer = next(line.text for line in CASES[reply.case].thread if line.sender == "buyer")
    assert not raised(reply, f"{reply.text}\n\n{buyer}")
    assert not raised(reply, f"{buyer}\n\n{reply.text}")


@by_reply("tao-missing-01 weak")
def test_another_cases_answer_earns_nothing(reply: Reply) -> None:
    others = [r for r in GOOD if r.case != reply.case and r.language == reply.language]
    found = {r.name: raised(reply, f"{reply.text}\n\n{r.text}") for r in others[:: max(1, len(others) // 4)]}
    assert not {name: what for name, what in found.items() if what}


@pytest.mark.parametrize("injection", DATA["injections"])
def test_words_for_the_grader_earn_nothing_and_close_the_gate(injection: str) -> None:
    for name in ("A2", "A20", "A1", "tao-wrong-01 weak"):
        reply = REPLIES[name]
        for changed in (join(reply.text, injection), f"{injection}\n{reply.text}"):
            assert not raised(reply, changed)
            assert "INJECTION" in {g.code for g in marked(changed, reply.case)[1].gates}


# -- what must lower a level ---------------------------------------------------------------------------------------


@by_good
def test_a_shuffled_letter_reads_less_well(reply: Reply) -> None:
    """Back to front always; of eight shuffles that move the greeting seven in ten."""
    before, whole = levels(reply.text, reply.case)["LAN"], parts(reply.text)
    assert levels(" ".join(reversed(whole)), reply.case)["LAN"] < before
    lower = []
    for seed in range(8):
        jumbled = random.Random(seed).sample(whole, len(whole))
        if jumbled[0] != whole[0]:
            lower.append(levels(" ".join(jumbled), reply.case)["LAN"] < before)
    assert sum(lower) >= 0.7 * len(lower)


NEGATED = [
    ("A1", "you can choose a full refund of $24.99 or a new one sent free", "you can not get a refund of $24.99 nor a new one"),
    ("A2", "we will refund you", "we will not refund you"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), NEGATED)
def test_a_refused_remedy_is_none(name: str, old: str, new: str) -> None:
    reply = REPLIES[name]
    assert old in reply.text
    changed = reply.text.replace(old, new)
    assert marked(changed, reply.case)[1].total < marked(reply.text, reply.case)[1].total
    assert levels(changed, reply.case)["RES"] < levels(reply.text, reply.case)["RES"]


WRONG = [
    ("A1", "$24.99", "$42.99"), ("A1", "12 June", "9 June"), ("A1", "by 21 June", "by 12 July"),
    ("A1", "YT2415400000001", "YT2415400000999"), ("A1", "Los Angeles", "Chicago"), ("A2", "12 June", "2 June"),
    ("A2", "YT2415400000001", "YT9915400000001"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), WRONG)
def test_a_wrong_figure_costs_accuracy(name: str, old: str, new: str) -> None:
    reply = REPLIES[name]
    assert old in reply.text
    assert levels(reply.text.replace(old, new), reply.case)["ACC"] < levels(reply.text, reply.case)["ACC"]


BREACHES = [(code, more, tongue) for code, by in DATA["violations"].items()
            for tongue, lines in by.items() for more in lines]  # fmt: skip


# Letters apart in two words come out as one ("fivestars"): where the word ended is lost with the blanks.
GLUED = "f i v e s t a r s"


@pytest.mark.parametrize(
    ("code", "more", "language"),
    [pytest.param(*b, marks=[pytest.mark.xfail(reason="glued words")] if GLUED in b[1] else []) for b in BREACHES],
)
def test_a_breach_is_found_in_every_letter(code: str, more: str, language: str) -> None:
    for name in ("A1", "ebay-inr-04 good", "ali-slow-04 good") if language == "en" else ("tao-wrong-01 good",):
        reply = REPLIES[name]
        severities = {f.code: f.severity.value for f in looked_for(reply.case).forbidden}
        if severities.get(code, "none") != "none":
            changed = join(reply.text, more)
            assert code in {v.code for v in marked(changed, reply.case)[0].violations}, name
            assert levels(changed, reply.case)["COM"] < levels(reply.text, reply.case)["COM"], name
            assert marked(changed, reply.case)[1].total < marked(reply.text, reply.case)[1].total, name


@by_reply()
def test_gibberish_of_the_same_length_is_worth_nothing(reply: Reply) -> None:
    dice = random.Random(len(reply.text))
    letters = "bcdfghjklmnpqrstvwxz" if reply.language == "en" else "龘靐齉爩鱻麤虪灪"
    changed = re.sub(r"[A-Za-z\u4e00-\u9fff]", lambda _: dice.choice(letters), reply.text)
    assert marked(changed, reply.case)[1].total < min(36, marked(reply.text, reply.case)[1].total)


@pytest.mark.parametrize("name", ["A1", "A2"])
def test_a_letter_without_its_remedy_solves_less(name: str) -> None:
    reply = REPLIES[name]
    changed = " ".join(s for s in parts(reply.text) if "refund" not in s)
    assert levels(changed, reply.case)["RES"] < levels(reply.text, reply.case)["RES"]


# -- what must not change a level ----------------------------------------------------------------------------------


def respelled(text: str, pairs: list[list[str]], back: bool) -> str:
    for one, other in pairs:
        old, new = (other, one) if back else (one, other)
        text = re.sub(rf"\b{old}", new, text)
        text = re.sub(rf"\b{old.capitalize()}", new[:1].upper() + new[1:], text)
    return text


# The list of blame knows "is not correct", not "isn't correct".
UNTIED = "wish-howto-za-01 weak"
TIPPING = {"ebay-jacket-05 weak", "ali-slow-04 weak", "dhg-bulk-us-01 weak"}


@pytest.mark.parametrize(
    "reply", [pytest.param(r, marks=pytest.mark.xfail(reason="blame, contracted")) if n == UNTIED
              else pytest.param(r, marks=EDGE) if n in TIPPING else r for n, r in REPLIES.items()], ids=REPLIES,
)  # fmt: skip
def test_the_form_of_the_same_words_changes_nothing(reply: Reply) -> None:
    text = reply.text
    forms = {
        "curly": text.replace("'", "’").replace(' "', " “").replace('"', "”"),
        "lines": text.replace("\n", "\r\n"),
        "wide": text.replace(" ", "\u3000") if reply.language == "zh" else text.replace(". ", ".\u3000"),
        "hard": text.replace(" ", "\u00a0"),
        "british": respelled(text, DATA["spellings"], True),
        "american": respelled(text, DATA["spellings"], False),
        "long": respelled(text, DATA["contractions"], False),
        "short": respelled(text, DATA["contractions"], True),
    }
    found = {form: moved(reply, changed) for form, changed in forms.items()}
    assert not {form: what for form, what in found.items() if what}


@by_reply("ebay-jacket-05 weak")
def test_a_word_of_courtesy_moves_tone_only_and_by_one(reply: Reply) -> None:
    before = levels(reply.text, reply.case)
    for more in DATA["courtesy"][reply.language]:
        after = levels(join(reply.text, more), reply.case)
        assert abs(after.pop("TON") - before["TON"]) <= 1, more
        assert after == {c: v for c, v in before.items() if c != "TON"}, more


def renamed(case: Case, text: str, name: str, country: str) -> tuple[Brief, str]:
    """The same case and reply for a buyer of another name and country."""
    old, new = case.buyer.name.split(), name.split()
    swaps = dict(zip(old, new[-len(old) :], strict=False))

    def swap(words: str) -> str:
        for one, other in swaps.items():
            words = re.sub(rf"\b{re.escape(one)}\b", other, words)
        return words

    thread = tuple(line.model_copy(update={"text": swap(line.text)}) for line in case.thread)
    buyer = case.buyer.model_copy(update={"name": " ".join(swaps.values()), "country": country})
    other = case.model_copy(update={"buyer": buyer, "thread": thread})
    return brief(other, sheet(other.platform)), swap(text)


@pytest.mark.parametrize("person", ["Olga Petrova RU", "Chidi Okafor NG", "Fatima Haddad MA", "Emma Smith GB"])
@pytest.mark.parametrize("case", [WISMO, *(c for c in CHOSEN if CASES[c].language == "en")])
def test_name_and_country_change_nothing(case: str, person: str) -> None:
    text = ANCHORS["A1"]["text"] if case == WISMO else CASES[case].samples["good"].text
    name, country = person.rsplit(" ", 1)
    other, changed = renamed(CASES[case], text, name, country)
    grade = weigh(read(changed, other, reader()), rubric())
    assert {c.value: level.value for c, level in grade.levels.items()} == levels(text, case)


ORDERS = [
    ("wismo-amz-01 own 0", "thank you for your message. I am sorry that your mother may have no teapot on Sunday.",
     "I am sorry that your mother may have no teapot on Sunday. Thank you for your message."),
    ("A1", "thank you for writing; I'm sorry the teapot is late, especially with your mother's birthday on Sunday.",
     "I'm sorry the teapot is late, especially with your mother's birthday on Sunday; thank you for writing."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), ORDERS)
def test_thanks_and_apology_may_change_places(name: str, old: str, new: str) -> None:
    reply = REPLIES[name]
    assert old in reply.text
    assert not moved(reply, reply.text.replace(old, new))


# The claims take the day of the next message, or of the scan, for that of the remedy; the first is two levels off in TON.
MISREAD = {("A1", 0), ("A1", 1), ("A9", 1)}
REWRITES = [
    pytest.param(
        name,
        n,
        marks=[pytest.mark.xfail(reason="dates of two acts, or one's own voice")] if (name, n) in MISREAD else [],
    )
    for name, texts in DATA["paraphrases"].items()
    for n in range(len(texts))
]


@pytest.mark.parametrize(("name", "number"), REWRITES)
def test_a_rewrite_is_worth_what_the_anchor_is(name: str, number: int) -> None:
    after = levels(DATA["paraphrases"][name][number], WISMO)
    before = levels(ANCHORS[name]["text"], WISMO)
    wanted = dict(zip((c.value for c in Criterion), ANCHORS[name]["levels"], strict=True))
    assert not {c: (after[c], before[c]) for c in after if abs(after[c] - before[c]) > 1}
    assert not {c: (after[c], wanted[c]) for c in after if abs(after[c] - wanted[c]) > 1}


NEAR = [(code, more) for code, by in DATA["near"].items() for more in by["en"]]


@pytest.mark.parametrize(("code", "more"), NEAR)
def test_what_comes_near_a_breach_is_none(code: str, more: str) -> None:
    for name in ("A1", "ebay-inr-04 good", "ali-slow-04 good", "wish-damaged-se-01 good", "dhg-return-il-01 good"):
        reply = REPLIES[name]
        assert code not in {v.code for v in marked(join(reply.text, more), reply.case)[0].violations}, name


# "According to rules, no." is heard as a rule told, though it tells none: the head is surer than the words allow.
TERSE = ("POLICY", "According to rules, no.")
NEAR_MOVES = [
    pytest.param(m, s, marks=[pytest.mark.xfail(reason="a rule named, not told")] if (m, s) == TERSE else [])
    for m, lines in DATA["near_moves"].items()
    for s in lines
]


@pytest.mark.parametrize(("move", "more"), NEAR_MOVES)
def test_what_comes_near_a_move_is_none(move: str, more: str) -> None:
    for case in (WISMO, "ebay-jacket-05"):
        made = {m.move for m in marked(f"{more} Your parcel is blue.", case)[0].moves}
        assert Move(move) not in made
