"""A second opinion on one reply: two runs with everything shuffled, sifted, and set side by side."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

from reading.nouns import Brief
from reading.opinion.ask import answers, cost_of
from reading.opinion.data import sent
from reading.opinion.endpoint import Endpoint
from reading.opinion.nouns import NoOpinion, Opinion
from reading.opinion.prompt import question, told
from reading.opinion.sift import object_in, sifted, together

RUNS = 2
LEAST, MOST = 200, 2_000  # tokens of one answer: with less room it is not worth asking, more is not needed


def opinion_on(text: str, brief: Brief, endpoint: Endpoint, now: dt.datetime) -> Opinion:
    """What the model at ``endpoint`` proposes for ``text``. Raises NoOpinion: slow, away, over budget, garbled."""
    data = sent(text)
    if not data.text.strip():
        raise NoOpinion(
            "这封回复里没有可以交给模型看的内容。", "There is nothing in this reply that a model may be shown."
        )
    seed = int(hashlib.sha256(f"{brief.case_id}\n{data.text}".encode("utf-8", "replace")).hexdigest()[:8], 16)
    asked = [question(data.text, brief, seed, run) for run in range(RUNS)]
    room = endpoint.tokens // RUNS - max(map(cost_of, asked))
    if room < LEAST:
        raise NoOpinion(
            f"这封回复超过了每封 {endpoint.tokens} 个 token 的预算（HAIKE_LLM_TOKENS），没有去问模型。",
            f"This reply is over the budget of {endpoint.tokens} tokens a reply (HAIKE_LLM_TOKENS); "
            "the model was not asked.",
        )
    started = time.monotonic()
    found = answers(asked, endpoint, min(room, MOST))
    seconds = time.monotonic() - started
    tokens = sum(answer.tokens for answer in found)
    read = [object_in(answer.text) for answer in found]
    if all(one is None for one in read):
        raise NoOpinion(
            f"{endpoint.model} 的回答不是约定的格式；成绩不受影响。",
            f"{endpoint.model} did not answer in the agreed form; the grade is not touched.",
            tokens,
        )
    runs = [sifted(one or {}, data, brief, q.options) for one, q in zip(read, asked, strict=True)]
    return Opinion(
        model=endpoint.model,
        prompt=str(told()["version"]),
        at=now,
        seconds=round(seconds, 1),
        tokens=tokens,
        proposed=together(runs[0][0], runs[1][0]),
        dropped=sum(dropped for _, dropped in runs),
        removed=data.removed,
    )
