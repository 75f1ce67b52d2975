"""The tables of a shop's console speak words: no code of the data is left in them."""

from __future__ import annotations

import pytest

from content.words import Words
from desk import clinic
from views.cells import CODES, in_words

FIRST = tuple({case.platform: case.id for case in reversed(clinic.cases())}.values())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", FIRST)
def test_every_code_has_a_word(case: str, lang: str) -> None:
    for table in ("orders", "messages"):
        rows = clinic.patient(case).tables[table]
        for name in CODES:
            for code in rows[name].dropna().unique() if name in rows else ():
                assert Words(lang).knows(f"cell {name}", code), (name, code)


def test_what_is_empty_stays_empty() -> None:
    rows = clinic.patient(FIRST[0]).tables["orders"]
    told = in_words(rows, Words("zh"))
    assert (told["claim"].isna() == rows["claim"].isna()).all()
    assert set(told["country"].dropna()) & {"美国", "德国", "法国", "中国"}
