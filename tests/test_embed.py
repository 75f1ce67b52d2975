"""The sentence model gives the same row for the same words, whatever stands beside them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import ReaderUnavailable
from reading import embed
from reading.embed import LONGEST, Embedder, load, stock


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    found = load("onnx")
    assert found is not None
    return found


def test_rows_are_384_numbers_of_length_one(embedder: Embedder) -> None:
    rows = embedder.embed(["We have sent a new cup.", "新的杯子已经寄出。", ""])
    assert rows.shape == (3, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_sentence_gives_no_row(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_a_row_does_not_depend_on_its_neighbours() -> None:
    first, second = Embedder(), Embedder()
    alone = first.embed(["Your parcel is in Lyon."])[0]
    among = second.embed(["A long sentence about something else entirely, with many words.", "Your parcel is in Lyon."])
    assert np.array_equal(alone, among[1])


def test_like_sentences_are_nearer_than_unlike_across_languages(embedder: Embedder) -> None:
    rows = embedder.embed(["We will send you a new one.", "我们给您补发一个新的。", "The strap is made of nylon."])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_memory_is_bounded_and_gives_the_same_row_again() -> None:
    small = Embedder(memory=3)
    first = small.embed(["one"])
    small.embed(["two", "three", "four", "five"])
    assert len(small._memory) == 3
    assert np.array_equal(first, small.embed(["one"]))


def test_more_sentences_than_memory_are_all_answered() -> None:
    small = Embedder(memory=2)
    assert small.embed(["a", "b", "c", "a", "d"]).shape == (5, 384)


def test_threads_may_share_one_embedder(embedder: Embedder) -> None:
    sentences = [f"Order {n} has left our warehouse." for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda s: embedder.embed([s])[0], sentences * 3))
    assert np.array_equal(np.stack(rows[:12]), embedder.embed(sentences))


def test_segmentation_does_not_drift(embedder: Embedder) -> None:
    ids = embedder.tokens("query: 您好,I'm sorry the teapot is late😊😊")
    assert ids == [0, 40, 901, 12, 25462, 919, 4, 456, 25, 38, 21701, 67, 11455, 4197, 80, 25297, 27883, 27883, 2]


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_ids_between_two_marks(text: str) -> None:
    found = load_once()
    ids = found.tokens(text)
    assert (ids[0], ids[-1]) == (0, 2)
    assert len(ids) <= LONGEST


_LOADED: list[Embedder] = []


def load_once() -> Embedder:
    if not _LOADED:
        _LOADED.append(Embedder())
    return _LOADED[0]


def test_the_name_carries_the_digest_of_the_weights(embedder: Embedder) -> None:
    assert embedder.name == "e5p-int8 dd02b6f7"


def test_loading_takes_less_than_a_second_and_a_half() -> None:
    started = time.process_time()
    Embedder()
    assert time.process_time() - started < 1.5


def test_none_means_no_embedder() -> None:
    assert load("none") is None


def test_a_missing_model_is_named_or_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed.Embedder.__init__, "__defaults__", (tmp_path, 1, 10))
    assert load("auto") is None
    with pytest.raises(ReaderUnavailable, match="onnxruntime"):
        load("onnx")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hi Anna,", "Dear Mr. Novak,"), ("Kind regards, Tom", "Best wishes,\nLi Na"), ("Hello!", "Good morning, ")],
)
def test_greetings_and_farewells_are_embedded_as_any_of_their_kind(one: str, other: str) -> None:
    assert stock(one) == stock(other)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hi Anna, your parcel is lost.",
        "Dear customer, sorry.",
        "Best price is $3.",
        "Hello, it is in Paris now.",
        "您好，",
    ],
)
def test_a_sentence_that_says_something_is_embedded_as_it_stands(sentence: str) -> None:
    assert stock(sentence) == sentence
