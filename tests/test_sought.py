"""A pattern with a look ahead answers exactly as the bare pattern does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.corpus import examples
from reading.cues import cues, shared
from reading.lexicon import lexicon
from reading.sought import Sought, needed
from reading.violations import _cue

TEXTS = [e.text for e in examples()][::7]
PATTERNS = [p for cue in cues().values() for p in (cue.en, cue.zh, cue.never, cue.needs) if p] + list(shared().values())
PATTERNS += [_cue(p) for c, s in lexicon("violations").items() if c.startswith("V") for p in s.get("any", ())]


def test_no_cue_of_the_reader_answers_otherwise_than_its_bare_pattern() -> None:
    for cue in PATTERNS:
        bare = re.compile(cue.pattern, re.I)
        for text in TEXTS:
            assert [m.span() for m in cue.finditer(text)] == [m.span() for m in bare.finditer(text)], cue.pattern


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"refund|replace", "A REFUND"),
        (r"(?:do|does)n['’]t (?:worry|care)", "He doesn’t care"),
        (r"re(?:fund)?s", "res"),
        (r"(?<!no )refund", "full refund"),
        (r"(a)b{2,3}c", "abbc"),
        (r"(?:colou?r)+", "color"),
        (r"(?!)", "anything"),
        (r"", ""),
        (r"(?i:X)y|[ab]z|退款", "请退款"),
    ],
)
def test_what_a_pattern_matches_is_never_skipped(source: str, text: str) -> None:
    found, bare = Sought(source).search(text), re.search(source, text, re.I)
    assert (found and found.span()) == (bare and bare.span())


PARTS = st.sampled_from(
    ["ab", "c", "[de]", "(?:f|gh)", "(?:i)?", "j+", ".", r"\b", "(?=k)", "(?:l{2})", "m*", "[^n]", "退"]
)


@given(st.lists(PARTS, max_size=6), st.lists(PARTS, max_size=4), st.text("abcdefghijklmn退 ", max_size=12))
def test_any_pattern_answers_as_its_bare_self(one: list[str], other: list[str], text: str) -> None:
    source = "".join(one) + "|" + "".join(other) if other else "".join(one)
    assert [m.span() for m in Sought(source).finditer(text)] == [m.span() for m in re.finditer(source, text, re.I)]


def test_a_list_of_words_is_told_by_its_words() -> None:
    assert needed(r"\bre(?:fund|place)(?:ed)?\b|换货?") == {"refund", "refunded", "replace", "replaceed", "换", "换货"}
