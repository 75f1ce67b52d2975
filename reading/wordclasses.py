"""Which classes a word of shop English can belong to, and which of them it has in its sentence.

The classes are single letters, listed at the head of ``learner.yaml``. They come from the word lists of
``slips.yaml``; a word that is not listed takes the tag of Harper's tagger or, without it, a class from its ending.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TOKEN = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|[A-Za-z]{0,4}\d[\w.,:/%#-]*\w|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]|_"
)

_CLOSED = {
    "D": "a an the this that these those my your our his her its their each every some any no another both all either"
    " neither what which whose several many few half enough such",
    "P": "i we you they he she it who",
    "O": "me us you them him her it myself yourself",
    "M": "will would can could shall should may might must cannot can't won't wouldn't couldn't shouldn't mustn't",
    "B": "am is are was were be been being isn't aren't wasn't weren't i'm you're we're they're it's he's she's that's"
    " there's here's what's who's",
    "H": "have has had haven't hasn't hadn't having i've we've you've they've",
    "Y": "do does did don't doesn't didn't dont didnt doesnt",
    "C": "and or but nor yet",
    "S": "because although though if unless while when whenever since as until before after once that whether so where"
    " whereas till",
    "W": "what which who whom whose where when why how",
    "n": "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty"
    " hundred thousand",
    "Q": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty hundred",
    "T": "yesterday ago",
}
_FINITE = {"don't", "dont", "let's"}
_SUFFIXES = (
    ("ing", "G"), ("ed", "EN"), ("ly", "R"), ("tion", "c"), ("ment", "m"), ("ness", "m"), ("ful", "J"), ("less", "J"),
    ("ous", "J"), ("able", "J"), ("ible", "J"), ("ive", "J"), ("ity", "m"), ("ize", "V"), ("ise", "V"), ("al", "J"),
)  # fmt: skip
_VERB_ENDINGS = (("ed", "EN"), ("nt", "EN"), ("lt", "EN"), ("ing", "G"), ("s", "Z"))
_HARPER = {
    "NOUN": "x", "PROPN": "A", "VERB": "V", "ADJ": "J", "ADV": "R", "ADP": "I", "AUX": "B", "DET": "D", "PRON": "P",
    "NUM": "n", "CCONJ": "C", "SCONJ": "S", "INTJ": "R", "PART": "R",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word or mark of a sentence: ``start`` and ``end`` count characters of the sentence."""

    text: str
    low: str
    start: int
    end: int
    classes: str

    def may(self, letters: str) -> bool:
        """True when the word has at least one of these classes."""
        return any(letter in self.classes for letter in letters)


@cache
def lists() -> dict[str, Any]:
    """The word lists of ``slips.yaml`` by name."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load((HERE / "slips.yaml").read_text(encoding="utf-8"), Loader=loader)
    return found


def listed(name: str) -> frozenset[str]:
    """One word list as a set."""
    return frozenset(str(lists()[name]).split())


def regular(base: str) -> tuple[str, str, str]:
    """Past, -ing and third person of a regular verb (``ship``: shipped, shipping, ships)."""
    if base.endswith("e"):
        past, ing = base + "d", (base if base.endswith("ee") else base[:-1]) + "ing"
    elif re.search(r"[^aeiou]y$", base):
        past, ing = base[:-1] + "ied", base + "ing"
    elif base in _DOUBLED or re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", base):
        past, ing = base + base[-1] + "ed", base + base[-1] + "ing"
    else:
        past, ing = base + "ed", base + "ing"
    return past, ing, plural(base)


_DOUBLED = {"cancel", "label", "refer", "transfer", "submit", "permit", "prefer", "regret", "admit", "travel", "occur"}


def plural(word: str) -> str:
    """The regular -s form of a noun or verb (``box``: boxes, ``reply``: replies)."""
    if word in ("child", "postman", "person", "leaf", "shelf", "knife", "scarf", "wife"):
        return {"child": "children", "postman": "postmen", "person": "people"}.get(word) or re.sub("fe?$", "ves", word)
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", word) and word not in ("photo", "logo") else "s")


@dataclass(frozen=True)
class Forms:
    """The lexicon: classes of every known form, and the way between the forms of a verb or noun."""

    classes: Mapping[str, str]
    verbs: Mapping[str, tuple[str, str, str, str]]  # base: past, participle, -ing, third person
    base: Mapping[str, str]  # any verb form: base
    many: Mapping[str, str]  # singular: plural
    one: Mapping[str, str]  # plural: singular


@cache
def forms() -> Forms:
    """The lexicon built from the word lists, once."""
    classes: dict[str, set[str]] = {}
    verbs: dict[str, tuple[str, str, str, str]] = {}
    for word in listed("verbs"):
        past, ing, third = regular(word)
        verbs[word] = (past, past, ing, third)
        if word in ("cancel", "label", "travel"):
            classes[word + "ed"] = {"E", "N"}
            classes[word + "ing"] = {"G"}
    for entry in listed("irregular"):
        word, past, part = entry.split("/")
        verbs[word] = (past, part, *regular(word)[1:])
    verbs |= {
        "have": ("had", "had", "having", "has"), "do": ("did", "done", "doing", "does"),
        "lie": ("lay", "lain", "lying", "lies"), "quit": ("quit", "quit", "quitting", "quits"),
        "go": ("went", "gone", "going", "goes"),
    }  # fmt: skip
    base: dict[str, str] = {}
    for word, (past, part, ing, third) in verbs.items():
        for form, letter in ((word, "V"), (third, "Z"), (past, "E"), (part, "N"), (ing, "G")):
            classes.setdefault(form, set()).add(letter)
            base.setdefault(form, word)
        base[word] = word
    many = {word: plural(word) for word in listed("count_nouns") if "-" not in word}
    for one, plural_form in many.items():
        classes.setdefault(one, set()).add("c")
        classes.setdefault(plural_form, set()).add("k")
    for word in ("goods", "people", "clothes", "customs", "details", "thanks", "scissors", "trousers", "headphones"):
        classes.setdefault(word, set()).add("k")
    for name, letter in (("mass_nouns", "m"), ("adjectives", "J"), ("adverbs", "R"), ("prepositions", "I")):
        for word in listed(name):
            classes.setdefault(word, set()).add(letter)
    for letter, words in _CLOSED.items():
        for word in words.split():
            classes.setdefault(word, set()).add(letter)
    for word in " ".join(_CLOSED[x] for x in "DPMBHYCSW").split():
        classes[word] -= set("VZENGckmJ") if word not in ("have", "do") else set("EZc")
    classes["do"].add("V")
    classes["have"].add("V")
    known = {word: "".join(sorted(letters)) for word, letters in classes.items()}
    return Forms(known, verbs, base, many, {p: s for s, p in many.items()})


def _guess(word: str, text: str, tag: str | None, first: bool) -> str:
    if any(c.isdigit() for c in word):
        return "nQ" if word != "1" and re.fullmatch(r"\d{1,4}(?:\.\d+)?(?:[-–]\d{1,4})?", word) else "n"
    if not word[0].isalpha():
        return "F"
    if "'" in word:
        return {"ll": "PM", "ve": "PH", "re": "PB", "d": "PM", "m": "PB"}.get(word.rsplit("'", 1)[1], "D")
    if text[0].isupper() and not first:
        return "A"
    if tag:
        letter = _HARPER.get(tag, "X")
        if letter == "V":
            return next((found for end, found in _VERB_ENDINGS if word.endswith(end)), "V") + "X"
        return ("k" if word.endswith("s") and not word.endswith("ss") else "x") if letter == "x" else letter
    return next((letters for end, letters in _SUFFIXES if word.endswith(end)), "X")


def _settle(word: str, classes: str, before: Word | None, previous: Word | None) -> str:
    """Drops the verb or the noun reading of words such as "refund" where the word before decides."""
    nouns, verbs = set(classes) & set("ckmx"), set(classes) & set("VZ")
    if not nouns or not verbs or before is None:
        return classes
    gives = previous is not None and previous.low in ("give", "gives", "gave", "offer", "send", "issue", "you're")
    if before.low == "one":
        return classes
    if before.may("O") and gives:
        return "".join(c for c in classes if c not in "VZ")
    if before.may("MYP") or before.low in ("to", "please", "not", "don't", "let's", "also", "kindly", "and/or"):
        return "".join(c for c in classes if c not in "ckm")
    if (before.may("DIn") and before.low not in ("that", "to", "this")) or (before.may("J") and not before.may("R")):
        return "".join(c for c in classes if c not in "VZ")
    return classes


def words_of(sentence: str, tags: Mapping[int, str] | None = None, names: frozenset[str] = frozenset()) -> list[Word]:
    """The words and marks of one sentence with their classes.

    ``tags`` are Harper's tags by the place of the word in ``sentence`` (None without Harper); ``names`` are words
    that are names here. Never more than 160 words: what follows is not read.
    """
    known = forms().classes
    out: list[Word] = []
    for match in TOKEN.finditer(sentence):
        if len(out) >= 160:
            break
        text = match.group()
        low = text.lower().replace("’", "'")
        first = not any(w.classes != "F" for w in out)
        if (
            (text in names and low not in known)
            or (text == "May" and not first)
            or (text.isupper() and len(text) > 1 and low not in known)
        ):
            classes = "A"
        elif low in known and (first or text[0].islower() or not known[low].strip("ckmVJNZGEAx") or low == "i"):
            classes = _settle(low, known[low], out[-1] if out else None, out[-2] if len(out) > 1 else None)
        elif low in known and text[0].isupper():
            classes = known[low] + "A"
        else:
            classes = _guess(low, text, (tags or {}).get(match.start()), first)
            if out and out[-1].text in "$€£¥":
                classes = classes.replace("Q", "")  # "a $10 bill": an amount counts nothing
        out.append(Word(text, low, match.start(), match.end(), classes))
    return out
