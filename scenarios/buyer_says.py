"""The buyer's words: which phrase she uses for what she answers to, chosen by a seed and filled from her own order."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from reading.nouns import Task
from scenarios.nouns import Case
from scenarios.platforms.sheet import load_sheet
from scenarios.situations import canonical

_QUESTION = re.compile(r"[^.!?。！？\n]*[?？]")
SELLING = ("pre-sale", "marketing")
SIGNS_OFF = ("happy", "cold", "ask_again")


@cache
def manners() -> dict[str, Any]:
    """``buyer.yaml``: temperaments, what moves her, questions and cues."""
    data: dict[str, Any] = load_yaml(Path(__file__).with_name("buyer.yaml"))
    return data


@cache
def phrases() -> dict[str, dict[str, dict[str, list[str]]]]:
    """``buyer_says.yaml``: act, voice, language, variants."""
    data: dict[str, dict[str, dict[str, list[str]]]] = load_yaml(Path(__file__).with_name("buyer_says.yaml"))
    return data


def temperament(case: Case) -> dict[str, Any]:
    """The row of the case's temperament; a word the table does not know behaves as calm."""
    word = case.buyer.temperament.replace("_", "-").replace(" ", "-")
    table: dict[str, dict[str, Any]] = manners()["temperaments"]
    return table.get(manners()["other_names"].get(word, word), table["calm"])


def say(case: Case, act: str, turn: int, seed: int, **words: str) -> str:
    """One phrase of ``act`` in her voice and language; the same for the same case, turn and seed."""
    selling = case.stage in SELLING or canonical(case.situation) == "unpaid-order"
    voices = phrases().get(f"{act}_sale", phrases()[act]) if selling else phrases()[act]
    lists = voices.get(temperament(case)["voice"]) or voices.get("any") or next(iter(voices.values()))
    chance = random.Random(f"{case.id}:{act}:{turn}:{seed}")
    line = chance.choice(lists[case.language])
    for name, word in {**_own(case), **words}.items():
        line = line.replace(f"{{{name}}}", word)
    return line


def sign(case: Case, text: str, act: str, turn: int, seed: int) -> str:
    """``text`` with her name under it, in some turns, as people of her country like to close."""
    chance = random.Random(f"{case.id}:sign:{turn}:{seed}")
    if act not in SIGNS_OFF or case.language == "zh" or not case.buyer.name or chance.random() < 0.5:
        return text
    closings: dict[str, list[str]] = manners()["signs_off"]["en"]
    closing = chance.choice(closings.get(case.buyer.country, closings["other"]))
    closing = "Regards" if "hank" in text and "hank" in closing else closing
    return f"{text} {closing}, {case.buyer.name.split()[0]}"


def _own(case: Case) -> dict[str, str]:
    zh = case.language == "zh"
    sheet = load_sheet(case.platform)
    return {
        "item": _item(case),
        "claim": manners()["claim_names"][case.platform][case.language],
        "platform": sheet.name[case.language],
        "said": "这个" if zh else "that",
    }


def _item(case: Case) -> str:
    """Her goods as she would call them: the title up to the first comma, without brackets."""
    if not case.order or not case.order.items or not case.order.items[0].title:
        return "商品" if case.language == "zh" else "product" if case.stage in SELLING else "order"
    title = re.split(r"[,(，（]", case.order.items[0].title)[0].strip()
    # A Chinese item in an English thread (or the reverse) is not what she would call it.
    if bool(re.search(r"[一-鿿]", title)) != (case.language == "zh"):
        return "东西" if case.language == "zh" else "order"
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def question_for(case: Case, task: Task) -> str:
    """What she asks again for an unanswered task: her own sentence where one is about it, else a plain question."""
    cues: dict[str, list[str]] = manners()["cues"]
    wanted = [cue for move in task.by for cue in cues.get(move, ())]
    task_words = set(re.findall(r"[a-z]{4,}", task.text.lower()))
    best, score = "", 0
    for line in case.thread:
        for sentence in _QUESTION.findall(line.text) if line.sender == "buyer" else ():
            small = sentence.lower()
            hits = sum(cue in small for cue in wanted) + sum(word in small for word in task_words)
            if hits > score:
                best, score = sentence.strip(), hits
    questions: dict[str, dict[str, str]] = manners()["questions"]
    plain = next((questions[move][case.language] for move in task.by if move in questions), "")
    return best or plain or questions["any"][case.language]
