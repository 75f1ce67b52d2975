"""Asks an endpoint that speaks the OpenAI protocol, within a time that holds whatever the other side does.

The only module that knows HTTP. Every failure becomes a NoOpinion in words that hold no key and no address.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import httpx

from reading.opinion.endpoint import Endpoint
from reading.opinion.nouns import NoOpinion
from reading.opinion.prompt import Question

LARGEST = 400_000  # bytes of one answer; an endless one is cut off here
logging.getLogger("httpx").setLevel(logging.WARNING)  # it would write every address, which may hold a key, to the log


class Answer(NamedTuple):
    """What the model wrote, and what it cost."""

    text: str
    tokens: int


def tokens_of(text: str) -> int:
    """About how many tokens ``text`` is; rather too many."""
    ascii_ = sum(c < "\x80" for c in text)
    return math.ceil(ascii_ / 3 + 1.5 * (len(text) - ascii_)) + 8


def cost_of(asked: Question) -> int:
    """About how many tokens a question is."""
    return tokens_of(asked.system) + tokens_of(asked.user)


def answers(questions: Sequence[Question], endpoint: Endpoint, most: int) -> list[Answer]:
    """One answer a question, of at most ``most`` tokens each, all within the endpoint's time. Raises NoOpinion."""
    spent = [0]
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_in_time(questions, endpoint, most, spent))
    except TimeoutError:
        raise NoOpinion(
            f"{endpoint.model} 在 {endpoint.seconds:g} 秒内没有答完；成绩不受影响，稍后可以再问。",
            f"{endpoint.model} did not finish within {endpoint.seconds:g} seconds; the grade is not touched, "
            "ask again later.",
            spent[0],
        ) from None
    except NoOpinion as trouble:
        trouble.tokens = spent[0]
        raise
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, TypeError):  # their texts may hold the address
        raise NoOpinion(
            f"联系不上 {endpoint.model} 的服务器；成绩不受影响。请检查 HAIKE_LLM_URL 和网络。",
            f"The server of {endpoint.model} cannot be reached; the grade is not touched. "
            "Look at HAIKE_LLM_URL and the network.",
            spent[0],
        ) from None
    finally:
        loop.close()  # does not wait for a name that is still being looked up


async def _in_time(questions: Sequence[Question], endpoint: Endpoint, most: int, spent: list[int]) -> list[Answer]:
    found = []
    async with asyncio.timeout(endpoint.seconds):
        headers = {"accept": "application/json"}
        if key := endpoint.key.get_secret_value():
            headers["authorization"] = f"Bearer {key}"
        async with httpx.AsyncClient(headers=headers, timeout=endpoint.seconds, follow_redirects=False) as client:
            for asked in questions:
                spent[0] += cost_of(asked)
                answer = await _one(client, asked, endpoint, most)
                spent[0] += answer.tokens - cost_of(asked)
                found.append(answer)
    return found


async def _one(client: httpx.AsyncClient, asked: Question, endpoint: Endpoint, most: int) -> Answer:
    """One answer; a server that does not know the finer settings is asked again without them."""
    status, kind, body = 0, "", b""
    for form in _forms(asked, endpoint.model, most):
        status, kind, body = await _post(client, endpoint.chat, form)
        if status not in (400, 422):
            break
    if status != 200:
        raise _refused(endpoint, status)
    answer = _read(kind, body)
    if answer is None:
        raise NoOpinion(
            f"{endpoint.model} 的回答无法使用；成绩不受影响。",
            f"What {endpoint.model} answered cannot be used; the grade is not touched.",
        )
    return answer if answer.tokens else Answer(answer.text, cost_of(asked) + tokens_of(answer.text))


def _forms(asked: Question, model: str, most: int) -> Iterator[dict[str, Any]]:
    """The same question in the protocol's dialects: with a schema, with JSON only, with nothing but the question."""
    messages = [{"role": "system", "content": asked.system}, {"role": "user", "content": asked.user}]
    bare: dict[str, Any] = {"model": model, "messages": messages}
    fine = bare | {"temperature": 0, "max_tokens": most, "stream": False}
    schema = {"name": "marks", "schema": asked.schema}
    yield fine | {"response_format": {"type": "json_schema", "json_schema": schema}}
    yield fine | {"response_format": {"type": "json_object"}}
    yield bare | {"max_completion_tokens": most}


async def _post(client: httpx.AsyncClient, url: str, asked: dict[str, Any]) -> tuple[int, str, bytes]:
    async with client.stream("POST", url, json=asked) as response:
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > LARGEST:
                return response.status_code, "", b""
        return response.status_code, response.headers.get("content-type", ""), bytes(body)


def _read(kind: str, body: bytes) -> Answer | None:
    """The text of the first choice; None for anything that is not the protocol's."""
    if kind.partition(";")[0].strip().lower() != "application/json":
        return None
    try:
        found = json.loads(body)
        text = found["choices"][0]["message"]["content"]
        usage = found.get("usage")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return None
    total = usage.get("total_tokens") if isinstance(usage, dict) else 0
    known = isinstance(total, int) and 0 < total < 10_000_000
    return Answer(text, int(total or 0) if known else 0) if isinstance(text, str) else None


def _refused(endpoint: Endpoint, status: int) -> NoOpinion:
    why = {
        401: ("密钥没有被接受，请检查 HAIKE_LLM_KEY", "the key is not accepted, look at HAIKE_LLM_KEY"),
        403: ("密钥没有被接受，请检查 HAIKE_LLM_KEY", "the key is not accepted, look at HAIKE_LLM_KEY"),
        404: ("没有这个地址或模型，请检查 HAIKE_LLM_URL 和 HAIKE_LLM_MODEL",
              "no such address or model, look at HAIKE_LLM_URL and HAIKE_LLM_MODEL"),
        429: ("请求太多，稍后再问", "too many questions, ask again later"),
    }.get(status, ("服务器没有答应", "the server did not answer it"))  # fmt: skip
    return NoOpinion(
        f"{endpoint.model} 没有给出意见（状态 {status}）：{why[0]}。成绩不受影响。",
        f"{endpoint.model} gave no opinion (status {status}): {why[1]}. The grade is not touched.",
    )
