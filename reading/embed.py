"""Knows how near two sentences are in meaning: the small multilingual sentence model and its tokenizer.

The model (``reading/model``, see NOTICE there) gives 384 numbers a sentence, English and Chinese alike. It is blind
to negation: polarity comes from the clauses, never from here.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from content.errors import ReaderUnavailable

Matrix = npt.NDArray[np.float32]
HERE = Path(__file__).parent / "model"
DIMENSIONS = 384
CUES_ONLY = "cues-only"  # what a reader without sentence model is called
PREFIX = "query: "
LONGEST = 192  # tokens; a longer sentence is cut, so that one endless line cannot hold a server
_BOS, _EOS, _UNKNOWN = 0, 2, 3
_log = logging.getLogger(__name__)


class Tokens:
    """Unigram segmentation of a text into the model's pieces (best path by piece scores)."""

    def __init__(self, table: dict[str, Any]) -> None:
        pieces: list[str] = table["pieces"]
        self._norm = str.maketrans(table["norm"])
        self._pieces = {p: (i, float(s)) for i, (p, s) in enumerate(zip(pieces, table["scores"], strict=True)) if i > 3}
        self._longest = max(map(len, self._pieces))
        self._unknown = min(table["scores"]) - 10.0  # sentencepiece's own penalty for a character it has not
        self._word = lru_cache(maxsize=20_000)(self._best)

    def __call__(self, text: str) -> list[int]:
        """Ids of ``text`` between the start and end marks, at most ``LONGEST``."""
        words = text.translate(self._norm).split()
        ids = [i for word in words for i in self._word("▁" + word)]
        return [_BOS, *ids[: LONGEST - 2], _EOS]

    def _best(self, word: str) -> tuple[int, ...]:
        """Viterbi: for each end the best score, where its last piece starts and which piece that is."""
        best: list[tuple[float, int, int]] = [(0.0, 0, _UNKNOWN)]
        for end in range(1, len(word) + 1):
            score, start, piece = best[end - 1][0] + self._unknown, end - 1, _UNKNOWN
            for begin in range(max(0, end - self._longest), end):
                found = self._pieces.get(word[begin:end])
                if found and best[begin][0] + found[1] > score:
                    score, start, piece = best[begin][0] + found[1], begin, found[0]
            best.append((score, start, piece))
        ids: list[int] = []
        end = len(word)
        while end:
            _, start, piece = best[end]
            if not (piece == _UNKNOWN and ids and ids[-1] == _UNKNOWN):  # neighbours unknown count as one
                ids.append(piece)
            end = start
        return tuple(reversed(ids))


class Embedder:
    """The sentence model with a bounded memory of sentences already seen. Safe to share between threads."""

    def __init__(self, folder: Path = HERE, threads: int = 1, memory: int = 8_000) -> None:
        """Load from ``folder`` with ``threads`` threads inside one run; ``memory`` sentences are kept (1.5 kB each).

        Raises ImportError without onnxruntime and OSError or ValueError when a file is missing or broken.
        """
        import onnxruntime as ort

        model = (folder / "e5p_int8.onnx").read_bytes()
        self._name = f"e5p-int8 {hashlib.sha256(model).hexdigest()[:8]}"
        self.tokens = Tokens(json.loads((folder / "e5_tokens.json").read_text(encoding="utf-8")))
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._memory: OrderedDict[str, Matrix] = OrderedDict()
        self._most = memory
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The model and the first eight digits of its sha256, to be stored with what it read."""
        return self._name

    def embed(self, sentences: Sequence[str]) -> Matrix:
        """One row a sentence, (n, 384) float32 of length 1; equal sentences give equal rows."""
        if not sentences:
            return np.zeros((0, DIMENSIONS), np.float32)
        known = self._recall(sentences)
        fresh = {s: self._run(s) for s in dict.fromkeys(sentences) if s not in known}
        self._remember(fresh)
        known.update(fresh)
        return np.stack([known[s] for s in sentences])

    def forget(self) -> None:
        """Forgets every sentence seen, so that a benchmark can start anew."""
        with self._lock:
            self._memory.clear()

    def _run(self, sentence: str) -> Matrix:
        """One sentence alone: int8 activations are scaled by the whole batch, so neighbours would change the row.

        Measured on one core, one by one is also faster than batches of 4 or 8 (36 against 44 and 54 ms for seven).
        """
        ids = np.array([self.tokens(PREFIX + sentence)], np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        row: Matrix = np.asarray(self._session.run(["emb"], feed)[0][0], np.float32)
        return row / max(float(np.linalg.norm(row)), 1e-9)

    def _recall(self, sentences: Sequence[str]) -> dict[str, Matrix]:
        with self._lock:
            found = {s: self._memory[s] for s in dict.fromkeys(sentences) if s in self._memory}
            for s in found:
                self._memory.move_to_end(s)
        return found

    def _remember(self, rows: dict[str, Matrix]) -> None:
        with self._lock:
            self._memory.update(rows)
            while len(self._memory) > self._most:
                self._memory.popitem(last=False)


_GREETING = re.compile(r"(?:dear|hi|hello|hey|good (?:morning|day|evening|afternoon))\b[\w .'-]{0,24}[,.!:]?", re.I)
_FAREWELL = re.compile(
    r"(?:(?:kind|best|warm|kindest) (?:regards|wishes)|yours(?: sincerely| faithfully| truly)?|sincerely|regards)"
    r"[,.]?\s*(?:[A-Z][\w'-]{1,14}\s?){0,2}[.,]?",
    re.I,
)


def stock(sentence: str) -> str:
    """The sentence as it is embedded: a greeting or a farewell stands for all of its kind, whoever is named in it.

    Nothing about such a line hangs on its name, and what has been embedded once costs nothing.
    """
    plain = sentence.strip()
    if len(plain) < 44:
        if _GREETING.fullmatch(plain) and plain.count(" ") < 4:
            return "Dear Maria,"
        if _FAREWELL.fullmatch(plain):
            return "Kind regards, Lily"
    return sentence


def load(kind: Literal["auto", "onnx", "none"] = "auto", threads: int = 1) -> Embedder | None:
    """The sentence model; None when the reader shall go on with cues only.

    ``auto`` falls back to None with a warning in the log when the model cannot be loaded; ``onnx`` raises
    ReaderUnavailable instead; ``none`` does not try.
    """
    if kind == "none":
        return None
    try:
        return Embedder(threads=threads)
    except (ImportError, OSError, ValueError, RuntimeError) as reason:
        if kind == "onnx":
            raise ReaderUnavailable(
                f"句子模型无法加载({reason})。请安装 onnxruntime,或把阅读方式设为 none(只用提示词)。",
                f"The sentence model cannot be loaded ({reason}). Install onnxruntime, or set the reader to none.",
            ) from reason
        _log.warning("No sentence model (%s): the reader goes on with cues only.", reason)
        return None
