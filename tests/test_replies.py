"""The rated replies the heads learn from, and heads that are lent for a while."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from content.errors import ContentError
from reading.heads import lent, loaded, trained
from reading.nouns import Span
from reading.replies import Rated, rated
from reading.train import placed

HELD = Path(__file__).parents[1] / "grading" / "rated" / "held" / "replies.jsonl"


def test_no_held_reply_is_learned_from() -> None:
    held = {json.loads(line)["reply_id"] for line in HELD.read_text(encoding="utf-8").splitlines()}
    cases = {json.loads(line)["case_id"] for line in HELD.read_text(encoding="utf-8").splitlines()}
    assert not held & {row.reply_id for row in rated()} and not cases & {row.case_id for row in rated()}


def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "train.jsonl"
    file.write_text(
        '{"reply_id": "1", "case_id": "c", "lang": "en", "text": "Hi", "made": ["GRET"]}\n', encoding="utf-8"
    )
    with pytest.raises(ContentError) as caught:
        rated(file)
    assert caught.value.line == 1 and caught.value.file == "train.jsonl"


def _reply(**more) -> Rated:
    return Rated.model_validate(
        {"reply_id": "1", "case_id": "c", "lang": "en", "text": "Hello. Bye.", "made": [], **more}
    )


def test_a_breach_is_in_the_sentence_that_its_words_touch() -> None:
    reply = _reply(breaches=[["V04", 7, 10]])
    assert reply.breaks(Span(start=7, end=11)) == {"V04"} and not reply.breaks(Span(start=0, end=6))


def test_a_move_of_a_reply_is_placed_in_its_likeliest_sentence_and_unknown_in_the_others() -> None:
    from reading.heads import NAMES

    chances = np.zeros((2, len(NAMES)))
    column, seen_once = NAMES.index("GREET"), NAMES.index("THANK")
    chances[0, column] = 0.9
    yes, known = placed(
        [_reply(made=["GREET"], maybe=["THANK"])], chances, np.zeros(chances.shape, bool), np.array([0, 0])
    )
    assert yes[:, column].tolist() == [True, False] and known[:, column].tolist() == [True, False]
    assert not known[:, seen_once].any() and known[:, NAMES.index("CLOSE")].all()


def test_lent_heads_are_used_for_a_while_only() -> None:
    other = replace(loaded(), threshold=loaded().threshold + 1)
    with lent(other):
        assert trained() is other
    assert trained() is loaded()
