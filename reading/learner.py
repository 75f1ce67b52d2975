"""Finds the habits of Chinese learners of English that ``learner.yaml`` describes, as patterns of word classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from .wordclasses import HERE, Word, forms, lists, plural

_ELEMENT = re.compile(r"\s*(\[|\]|[^\s\[\]]+)")
_FORM = re.compile(r"\{(\d+)(?:\.(\w+))?\}")


@dataclass(frozen=True)
class Rule:
    """One compiled pattern with its advice; ``needs`` are sets of words of which one must be in the sentence."""

    id: str
    kind: str
    zh: str
    en: str
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    first: int  # number of the first part that is shown
    last: int
    better: str
    obscures: bool


@dataclass(frozen=True)
class Found:
    """A habit met: words ``start`` to ``end`` (excluded, counted in words) and a correction where one is sure."""

    start: int
    end: int
    rule: Rule
    better: str | None


@dataclass(frozen=True)
class Group:
    """A family of rules that share one line of advice, with a sentence that shows the habit."""

    id: str
    kind: str
    zh: str
    en: str
    example: str
    rules: tuple[Rule, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The families of ``learner.yaml``, compiled once (about 0.1 s)."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load((HERE / "learner.yaml").read_text(encoding="utf-8"), Loader=loader)
    out = []
    for entry in data:
        rules = tuple(
            _compile(f"{entry['id']}.{number}", text, entry["kind"], entry["zh"], entry["en"])
            for number, text in enumerate(entry["rules"], 1)
        )
        out.append(Group(entry["id"], entry["kind"], entry["zh"], entry["en"], entry["try"], rules))
    return tuple(out)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for group in groups() for rule in group.rules)


@cache
def _index() -> tuple[frozenset[int], dict[str, list[int]]]:
    """Rules that may hold in any sentence, and those that need one of a few words, by word."""
    by_word: dict[str, list[int]] = {}
    for number, rule in enumerate(_rules()):
        for word in rule.needs[0] if rule.needs else ():
            by_word.setdefault(word, []).append(number)
    return frozenset(n for n, rule in enumerate(_rules()) if not rule.needs), by_word


def _compile(name: str, text: str, kind: str, zh: str, en: str) -> Rule:
    pattern, _, better = text.partition("=>")
    obscures = pattern.lstrip().startswith("!")
    parts: list[str] = []
    needs: list[frozenset[str]] = []
    first = last = 0
    for element in _ELEMENT.findall(pattern.lstrip().removeprefix("!")):
        if element == "[":
            first = len(parts) + 1
        elif element == "]":
            last = len(parts)
        else:
            parts.append(_part(element, len(parts) + 1))
            if "<" not in element and not element.endswith("?"):
                needs.append(frozenset(element.replace("$", "¶").split("|")))
    needs.sort(key=len)
    return Rule(
        name, kind, zh, en, re.compile("".join(parts)), tuple(needs), first or 1, last or len(parts), better.strip(),
        obscures,
    )  # fmt: skip


def _part(element: str, number: int) -> str:
    """One part of a pattern as a regular expression over `` word/classes`` strings."""
    if many := re.fullmatch(r"<any>\*(\d)(\d?)", element):
        return rf"(?P<p{number}>(?: [^ ]+/[^ ]+){{0,{many.group(1)}{many.group(2)}}}?)"
    optional = element.endswith("?") and element != "?"
    words: list[str] = []
    classes: list[str] = []
    for choice in element.removesuffix("?").split("|") if optional else element.split("|"):
        if choice == "<any>":
            classes.append(r"[^ ¶]+/[^ ]+")
        elif named := re.fullmatch(r"<(\w)(?:!(\w+))?>", choice):
            refuse = f"(?![A-Za-z]*[{named.group(2)}X])" if named.group(2) else ""
            classes.append(rf"[^ ]+/{refuse}[A-Za-z]*{named.group(1)}[A-Za-z]*")
        else:
            words.append("¶" if choice == "$" else re.escape(choice))
    if words:
        classes.insert(0, rf"(?:{'|'.join(words)})/[^ ]+")
    return rf"(?P<p{number}> (?:{'|'.join(classes)})(?= |$)){'?' if optional else ''}"


def habits(words: Sequence[Word]) -> Iterator[Found]:
    """Every habit met in the words of one sentence, in the order of the rules. At most one a rule."""
    line = " ^/F" + "".join(f" {w.low.replace('/', '-') or '_'}/{w.classes or 'X'}" for w in words) + " ¶/F"
    have = {w.low for w in words} | {"^", "¶"}
    starts = [m.start() for m in re.finditer(" ", line)]
    place = {start: number for number, start in enumerate(starts)}
    place[len(line)] = len(starts)
    always, by_word = _index()
    for number in sorted(always.union(*(by_word[word] for word in have if word in by_word))):
        rule = _rules()[number]
        if any(have.isdisjoint(need) for need in rule.needs):
            continue
        if match := rule.pattern.search(line):
            shown = [match.span(f"p{n}") for n in range(rule.first, rule.last + 1)]
            shown = [s for s in shown if s[0] >= 0 and s[1] > s[0]]
            if not shown:
                continue
            start, end = place[shown[0][0]] - 1, place[shown[-1][1]] - 1  # the start mark is not a word
            start, end = max(start, 0), min(end, len(words))
            if end > start:
                yield Found(start, end, rule, _better(rule, match))


def _better(rule: Rule, match: re.Match[str]) -> str | None:
    if not rule.better:
        return None

    def fill(part: re.Match[str]) -> str:
        said = (match.group(f"p{part.group(1)}") or "").strip()
        said = " ".join(piece.rsplit("/", 1)[0] for piece in said.split())
        return formed(said, part.group(2)) if part.group(2) and said else said

    text = re.sub(r"\s+", " ", _FORM.sub(fill, rule.better)).strip()
    return re.sub(r" ([,.!?])", r"\1", text) or None


def formed(word: str, form: str) -> str:
    """``word`` as base, past, part (participle), ing, third (person), one, many or mass (uncountable)."""
    known = forms()
    base = known.base.get(word, word)
    past, part, ing, third = known.verbs.get(base, (word, word, word, word))
    if form == "mass":
        pairs = dict(pair.split("/") for pair in str(lists()["uncountable_plurals"]).split())
        return pairs.get(word, word)
    if form == "many":
        return known.many.get(word) or (word if word in known.one else plural(word))
    one = known.one.get(word, word)
    return {"base": base, "past": past, "part": part, "ing": ing, "third": third, "one": one}[form]
