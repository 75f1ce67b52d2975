"""The model letters: every slot is listed, every source is a fact id, and none breaks its platforms' rules."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

import pytest

from content.errors import ContentError
from desk.shelf import CONTENT, LetterRow, load_letters
from reading import edges
from reading.clauses import clauses, sentences
from reading.disguise import undisguised
from reading.nouns import Brief, Fact, Line, Violation
from reading.text import plain
from reading.violations import violations_in
from scenarios.nouns import PLATFORMS, STAGES
from scenarios.platforms import sheet
from scenarios.platforms.sheet import forbidden

LETTERS = load_letters()
BY_ID = {letter.id: letter for letter in LETTERS}
FACT = re.compile(r"^(?:AMZ|EBY|ALI|WSH|DHG|TAO|CRS|MSG|GEN|BUY|HBK|CRM|GAP|CNF|CLK)-\d{2}$")
GENRES = {
    f"MSG-{n:02d}"
    for n in (*range(1, 13), *range(20, 34), *range(40, 62), *range(70, 76), *range(80, 86))
}  # fmt: skip
SLOT = re.compile(r"\{(\w+)\}")
WORD = re.compile(r"[\w'’{}-]+")
NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.UTC)
AFTER_SOLVED = {"msg52-revision-ebay"}  # eBay allows this one only once the problem is solved (EBY-04)
CARD = {"msg04-payment-ebay": "accepted at checkout: PayPal and credit cards"}  # MSG-04 fits only such a card (CNF-13)
FILLED = {  # what stands in a slot once a student has filled it in, by the beginning of its name
    "amount": "$24.99",
    "price": "$8.40",
    "date": "21 June",
    "number": "12",
    "tracking": "YT2415400000001",
    "link": "https://t.17track.net/en#nums=YT2415400000001",
    "order": "112-1234567-1234567",
    "item_gift": "key ring",
    "carrier": "YunExpress",
    "country": "Canada",
    "buyer_occasion": "your mother's birthday",
    "buyer_use": "long walks",
    "agent": "Lily",
    "shop": "Harbour Lane",
    "buyer": "Maria",
}


def filled(letter: LetterRow) -> str:
    """The letter as sent: every slot holds something such a slot would hold."""

    def worth(slot: re.Match[str]) -> str:
        name = slot.group(1)
        start = next((s for s in sorted(FILLED, key=len, reverse=True) if name.startswith(s)), None)
        return FILLED[start] if start else "lamp"

    return SLOT.sub(worth, letter.text)


def breaches(text: str, letter: LetterRow, platform: str, solved: bool) -> tuple[Violation, ...]:
    words = undisguised(plain(text)).text
    parts = sentences(words)
    brief = Brief(
        case_id=letter.id,
        now=NOW,
        language=letter.language,  # type: ignore[arg-type]
        stage=letter.stage,
        thread=(Line(sender="buyer", text="Hello"),),
        facts=(Fact(id="card", text=CARD[letter.id]),) if letter.id in CARD else (),
        forbidden=forbidden(sheet(platform), letter.stage, solved),
        solved=solved,
    )
    return violations_in(words, parts, clauses(words, parts), brief)


def places() -> list[tuple[str, str]]:
    return [(letter.id, platform) for letter in LETTERS for platform in letter.platforms or PLATFORMS]


def test_there_are_letters_enough_in_both_languages() -> None:
    count = Counter(letter.language for letter in LETTERS)
    assert count["en"] >= 36
    assert count["zh"] >= 8
    assert set(count) == {"en", "zh"}


def test_no_two_letters_share_an_id() -> None:
    assert len(BY_ID) == len(LETTERS)


def test_every_genre_of_the_course_has_a_letter() -> None:
    assert {letter.genre for letter in LETTERS} == GENRES


def test_every_stage_has_letters_of_its_own_file() -> None:
    assert {letter.stage for letter in LETTERS} == set(STAGES)


def test_every_platform_has_letters() -> None:
    used = Counter(platform for letter in LETTERS for platform in letter.platforms)
    assert set(used) == set(PLATFORMS)
    assert min(used.values()) >= 10


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_a_letter_is_complete(letter: LetterRow) -> None:
    assert letter.genre in GENRES
    assert letter.stage in STAGES
    assert letter.platforms
    assert set(letter.platforms) <= set(PLATFORMS)
    assert ("taobao" in letter.platforms) == (letter.language == "zh")
    for words in (letter.title, letter.notes):
        assert set(words) == {"zh", "en"}
        assert all(words[lang].strip() for lang in words)
    assert re.search(r"[一-鿿]", letter.notes["zh"])
    assert not re.search(r"[一-鿿]", letter.notes["en"])


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_the_slots_listed_are_those_in_the_text(letter: LetterRow) -> None:
    assert list(letter.slots) == list(dict.fromkeys(SLOT.findall(letter.text)))
    assert letter.text.count("{") == letter.text.count("}") == len(SLOT.findall(letter.text))


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_a_slot_left_open_is_noticed_and_a_filled_letter_is_clean(letter: LetterRow) -> None:
    for slot in letter.slots:
        assert edges.find("slots", f"Dear {{{slot}}}, hello."), slot
    assert not edges.find("slots", plain(filled(letter)).text)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_every_source_and_every_id_in_the_notes_is_a_fact_id(letter: LetterRow) -> None:
    assert letter.genre in letter.source
    cited = re.findall(r"\b[A-Z]{3}-\d+\b", " ".join(letter.notes.values()))
    assert all(FACT.match(fact) for fact in (*letter.source, *cited))
    assert len(set(letter.source)) == len(letter.source)
    assert set(cited) <= set(letter.source)


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_a_letter_has_the_length_of_a_letter(letter: LetterRow) -> None:
    if letter.language == "en":
        assert 50 <= len(WORD.findall(letter.text)) <= 140
    else:
        assert 50 <= len(re.findall(r"[一-鿿]", letter.text)) <= 250


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.id)
def test_a_letter_names_the_buyer_or_the_order_and_says_a_date(letter: LetterRow) -> None:
    assert any(slot.startswith(("buyer_", "order_", "item")) for slot in letter.slots)
    assert any(slot.startswith(("date_", "number_minutes", "number_days")) for slot in letter.slots)


@pytest.mark.parametrize(("letter_id", "platform"), places())
def test_a_letter_keeps_the_rules_of_each_of_its_platforms(letter_id: str, platform: str) -> None:
    letter = BY_ID[letter_id]
    for text in (letter.text, filled(letter)):
        found = breaches(text, letter, platform, solved=letter_id in AFTER_SOLVED)
        assert not found, [(v.code, v.span.of(undisguised(plain(text)).text)) for v in found]


@pytest.mark.parametrize("letter_id", sorted(AFTER_SOLVED))
def test_a_letter_for_after_the_remedy_would_be_wrong_before_it(letter_id: str) -> None:
    letter = BY_ID[letter_id]
    early = breaches(filled(letter), letter, "ebay", solved=False)
    assert {"V02", "V03"} & {v.code for v in early}


def test_letters_that_a_platform_does_not_allow_are_not_offered_there() -> None:
    offered = {platform: {x.genre for x in LETTERS if platform in x.platforms} for platform in PLATFORMS}
    assert not offered["amazon"] & {"MSG-20", "MSG-21", "MSG-33", "MSG-54", "MSG-70", "MSG-71", "MSG-72", "MSG-75"}
    assert not offered["wish"] & {"MSG-54", "MSG-55", "MSG-70", "MSG-71"}
    pays = [x for x in LETTERS if "PayPal" in x.text]
    assert pays
    assert all(x.platforms == ("ebay",) for x in pays)
    asks = [x for x in LETTERS if re.search(r"\b(?:review|feedback)\b.*\?|\bshare your experience\b", x.text)]
    assert asks
    assert not any("wish" in x.platforms for x in asks)


def test_a_letter_with_a_gift_for_a_rating_would_be_found() -> None:
    letter = BY_ID["msg55-neutral-amazon"]
    spoilt = filled(letter) + "\nLeave a 5-star review and we refund $5."
    assert "V01" in {v.code for v in breaches(spoilt, letter, "amazon", solved=False)}


def test_a_broken_letter_is_reported_with_its_file_and_line(tmp_path) -> None:  # type: ignore[no-untyped-def]
    source = (CONTENT / "letters" / "pre-sale.yaml").read_text(encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(source.replace("genre:", "gender:", 1), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_letters(tmp_path)
    assert caught.value.file.endswith("broken.yaml")
    assert caught.value.line
