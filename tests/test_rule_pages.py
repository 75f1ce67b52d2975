"""The handbook pages: readable in both languages, and every number of theirs stands beside the fact it comes from."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from content.loader import load_documents
from desk.shelf import CONTENT, RulePage, load_rules
from scenarios.nouns import PLATFORMS, STAGES
from scenarios.platforms import sheet

PAGES = tuple(
    RulePage.model_validate(page)
    for path in sorted((CONTENT / "rules").glob("*.yaml"))
    for document in load_documents(path)
    for page in document.value
)
FACT = re.compile(r"\b(?:AMZ|EBY|ALI|WSH|DHG|TAO|CRS|MSG|GEN|BUY|HBK|CRM|GAP|CNF|CLK)-\d{2}\b")
ANY_ID = re.compile(r"\b[A-Z]{3}-\d{2,}\b")
NUMBERED = re.compile(r"^\s*\d+\. ")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
HAN = re.compile(r"[一-鿿]")


def of_page(page: RulePage) -> str:
    return page.id


def test_there_are_pages_enough_and_each_has_its_own_id() -> None:
    assert len(PAGES) >= 20
    assert len({page.id for page in PAGES}) == len(PAGES)


def test_every_platform_has_an_overview() -> None:
    assert {page.platform for page in PAGES if page.id.endswith(".overview")} == set(PLATFORMS)


def test_no_page_takes_the_place_of_a_note_of_a_rule_sheet() -> None:
    notes = {note.id for platform in PLATFORMS for note in sheet(platform).notes}
    assert not notes & {page.id for page in PAGES}
    assert len(load_rules()) == len(PAGES) + len(notes)


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_a_page_speaks_both_languages(page: RulePage) -> None:
    assert page.platform in ("", *PLATFORMS)
    assert set(page.stages) <= set(STAGES)
    for words in (page.title, page.text, page.doubt):
        assert set(words) in ({"zh", "en"}, set())
        assert all(HAN.search(words["zh"]) and not HAN.search(words["en"]) for _ in words)
    assert page.title
    assert len(page.text["zh"]) >= 150
    assert len(page.text["en"]) >= 400


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_every_number_stands_beside_its_fact(page: RulePage) -> None:
    for text in page.text.values():
        for line in text.splitlines():
            if re.search(r"\d", NUMBERED.sub("", ANY_ID.sub("", line))):
                assert FACT.search(line), line
    for text in page.doubt.values():
        if re.search(r"\d", YEAR.sub("", ANY_ID.sub("", text))):
            assert FACT.search(text) or page.id == "trouble.clocks", text


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_both_languages_cite_the_same_facts_and_the_sources_list_them(page: RulePage) -> None:
    cited = {lang: set(ANY_ID.findall(text)) for lang, text in page.text.items()}
    assert cited["zh"] == cited["en"]
    said = cited["zh"] | set(ANY_ID.findall(" ".join(page.doubt.values())))
    assert said == set(page.sources)
    assert all(FACT.fullmatch(fact) for fact in page.sources)
    assert len(set(page.sources)) == len(page.sources)


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_every_table_has_rows_of_one_width(page: RulePage) -> None:
    for text in page.text.values():
        lines = text.splitlines()
        for above, below in pairwise(lines):
            if above.startswith("|") and below.startswith("|"):
                assert above.count("|") == below.count("|"), below
