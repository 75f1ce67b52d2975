"""The card a reply is held against: its typed values with bound, topic and role, and everything said before."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from reading.compare import Match, as_value, card_days, compare, limits, number
from reading.nouns import Brief, Fact, Lang, Move, Value
from reading.roles import roles_in, roles_of
from reading.said import Said, Scope, after, unit_of
from reading.subjects import content_words, pattern, topics_of
from reading.terms import book
from reading.values import values_in


class Entry(NamedTuple):
    """One value of the card. ``firm`` is False for what only the words of a fact say: it can confirm, not refute."""

    fact: str
    value: Value
    scope: Scope
    topics: frozenset[str]
    text: str
    firm: bool = True
    roles: frozenset[str] = frozenset()  # what the value is given as, by the words beside it
    asked: bool = False  # the buyer's own wish or need, or an amount that is refused


Standing = tuple[tuple[Entry, Match], ...]  # the entries that a value can be compared with, and how it compares


class Card(NamedTuple):
    """A brief laid out for comparison."""

    brief: Brief
    entries: tuple[Entry, ...]
    thread: tuple[Value, ...]  # what the buyer, the platform or an earlier reply said
    sums: tuple[tuple[str, Decimal], ...]  # amounts that follow from the card: totals, differences, shares
    currency: str | None
    places: tuple[str, ...]
    sizes: tuple[Said, ...]  # every size that a fact names, if only to warn of it
    words: dict[str, frozenset[str]]  # by fact: the words that at most a third of the facts (or one) have
    stood: dict[int, tuple[Said, Standing]]  # what was compared already, by the value's identity; see ``afresh``

    def rare(self, fact: str) -> frozenset[str]:
        """The words that tell ``fact`` from the others."""
        return self.words.get(fact, frozenset())

    def afresh(self) -> Card:
        """The same card for one more reply: what is compared for it is forgotten with it."""
        return self._replace(stood={})

    def standing(self, said: Said) -> Standing:
        """The entries comparable with ``said`` and how each compares; every pair is compared once a reply."""
        known = self.stood.get(id(said))
        if known is None or known[0] is not said:
            zone = self.brief.now.tzinfo
            pairs = ((e, compare(said, e.value, e.scope, zone)) for e in self.entries)
            known = said, tuple(pair for pair in pairs if pair[1] != "apart")
            self.stood[id(said)] = known  # holds ``said``, so that its identity stays its own
        return known[1]

    def without(self, gone: Collection[int], told: Iterable[Said]) -> Card:
        """The card without the entries whose identity is in ``gone``, with what is known of ``told``."""
        left = {id(s): (s, tuple(p for p in self.standing(s) if id(p[0]) not in gone)) for s in told}
        return self._replace(entries=tuple(e for e in self.entries if id(e) not in gone), stood=left)


def card_of(brief: Brief) -> Card:
    """The card of ``brief``; kept, since a class answers the same case again and again."""
    try:
        return _kept(brief)
    except TypeError:  # a value that cannot be hashed: a teacher's list where one figure is meant
        return _laid_out(brief)


@lru_cache(maxsize=128)
def _kept(brief: Brief) -> Card:
    return _laid_out(brief)


def _laid_out(brief: Brief) -> Card:
    facts = (*brief.facts, *brief.order)
    currency = next((v.currency.upper() for f in facts for v in f.values if v.kind == "money" and v.currency), None)
    names = tuple(str(v.value) for f in facts for v in f.values if v.kind == "place" and v.value)
    parts = [part.strip() for name in names for part in name.replace("，", ",").split(",")]
    names += tuple(part for part in parts if len(part) > 2)
    entries = [entry for fact in facts for entry in _entries(fact, brief, currency, names)]
    said = {promise.move.value for promise in brief.authority or ()}
    entries += [e for fact in _promises(brief) for e in _entries(fact, brief, currency, names, fact.id in said)]
    told = [said for f in facts for said in _told(f.text, brief.now, brief.language, currency, names)]
    sizes = tuple(said for said in told if said.kind == "size")
    return Card(
        brief, tuple(entries), _heard(brief, currency), _sums(entries), currency, names, sizes, _rare(facts), {}
    )


def _rare(facts: tuple[Fact, ...]) -> dict[str, frozenset[str]]:
    words = {fact.id: content_words(f"{fact.id} {fact.text}") for fact in facts}
    counts = Counter(word for own in words.values() for word in own)
    most = max(1, len(words) // 4)
    return {name: frozenset(w for w in own if counts[w] <= most and not w.isdigit()) for name, own in words.items()}


def _promises(brief: Brief) -> tuple[Fact, ...]:
    """The conditions of what may be promised, the tasks and the bans, as facts that can only confirm."""
    texts = [(p.move.value, p.condition) for p in brief.authority or () if p.condition]
    texts += [(task.id, task.text) for task in brief.tasks] + [("must_not", text) for text in brief.must_not]
    return tuple(Fact(id=name, text=text or "") for name, text in texts)


def _entries(
    fact: Fact, brief: Brief, currency: str | None, names: tuple[str, ...], bounds: bool = True
) -> list[Entry]:
    """The values of ``fact``. Without ``bounds`` what it says confirms itself only, not what lies within it."""
    told = _told(fact.text, brief.now, brief.language, currency, names)
    topics = topics_of(f"{fact.id} {fact.text}")
    found, zone = [], brief.now.tzinfo
    for value in fact.values:
        at = next((n for n, said in enumerate(told) if compare(said, value, "exact", zone) == "same"), None)
        scopes = [said.scope for said in told if compare(said, value) == "same" and said.scope != "exact"]
        roles = roles_of(fact.text, told, at) if at is not None else frozenset[str]()
        roles = roles or roles_in(fact.id.replace("_", " "), value.kind) or roles_in(fact.text, value.kind)
        asked = _asked(fact.text, told[at].span.start if at is not None else 0, fact.id)
        found.append(Entry(fact.id, value, next(iter(scopes), "exact"), topics, fact.text, True, roles, asked))
    typed = sum(value.kind == "date" and not value.to for value in fact.values)
    spans = {n for n, s in enumerate(told) if s.days and s.days[0].first != s.days[0].last and typed > 1}
    loose = [
        Entry(fact.id, as_value(s), s.scope if bounds else "exact", topics, fact.text, False)
        for n, s in enumerate(told)
        if n not in spans  # "extended from 12 April to 2 May": the days between are no dates of the card
    ]
    return found + loose


@lru_cache(maxsize=4096)
def _told(
    text: str, now: dt.datetime, language: Lang, currency: str | None, names: tuple[str, ...]
) -> tuple[Said, ...]:
    """The values of a fact: a card is read again for every reply to it."""
    return values_in(text, now, language, currency, names)


_LEFT = re.compile(r"\bmore\b|\bleft\b|还", re.IGNORECASE)
_PARTS = re.compile(r"[;:；，,。]|\s(?:so|but)\s")


def _asked(text: str, at: int, name: str) -> bool:
    """True when the part of a fact around ``at`` tells what the buyer wants or needs, or what is refused."""
    left = max((m.end() for m in _PARTS.finditer(text, 0, at)), default=0)
    stop = _PARTS.search(text, at)
    part = text[left : stop.start() if stop else None]
    return name.split("_")[0] in book()["asked_facts"] or pattern("asked").search(part) is not None


def _heard(brief: Brief, currency: str | None) -> tuple[Value, ...]:
    lines = [(line.text, line.at or brief.now) for line in brief.thread]
    lines += [(text, brief.now) for text in brief.earlier]
    return tuple(as_value(said) for text, at in lines for said in _told(text, at, brief.language, currency, ()))


def _sums(entries: list[Entry]) -> tuple[tuple[str, Decimal], ...]:
    """Amounts that can be worked out: sum and difference of two, a number of pieces, a percentage; never with an
    amount that was only asked for.
    """
    money = _figures(entries, "money")[:12]
    counts = {count for _, count in _figures(entries, "quantity")}
    shares = {share for _, share in _figures(entries, "percent")}
    found = [(a[0], c) for a, b in combinations(money, 2) for c in (a[1] + b[1], abs(a[1] - b[1]))]
    found += [(name, amount * count) for name, amount in money for count in counts]
    found += [(name, amount * part / 100) for name, amount in money for s in shares for part in (s, 100 - s)]
    return tuple((name, amount.quantize(Decimal("0.01"))) for name, amount in found if 0 < amount < 10**9)


def _figures(entries: list[Entry], kind: str) -> list[tuple[str, Decimal]]:
    values = [(e.fact, number(e.value.value)) for e in entries if e.firm and e.value.kind == kind and not e.asked]
    return [(name, Decimal(str(figure))) for name, figure in values if figure]


def derived(said: Said, card: Card) -> str | None:
    """The fact that an amount or a number of days follows from, by the card's own arithmetic; None for none."""
    if said.kind in {"date", "deadline"}:
        return _counted_on(said, card)
    if said.kind == "duration" and said.unit in {"day", "week", "fortnight"} and said.low == said.high:
        dates = [(e.fact, card_days(e.value, card.brief.now.tzinfo)) for e in card.entries if e.value.kind == "date"]
        firsts = [(name, own[0].first) for name, own in dates[:40] if own]
        if _LEFT.search(said.raw):
            firsts.append(("", card.brief.now.date()))  # "four more days" count from today
        gaps = {abs((a - b).days): name for (name, a), (_, b) in combinations(firsts, 2) if a != b}
        hours = said.hours()
        return gaps.get(round(hours[0] / 24)) if hours else None
    if said.kind != "money" or said.low is None or said.low != said.high or said.low > 10**9:
        return None
    if said.currency and card.currency and said.currency != card.currency:
        return None
    return next((name for name, amount in card.sums if amount == said.low.quantize(Decimal("0.01"))), None)


def _counted_on(said: Said, card: Card) -> str | None:
    """The fact whose own date and duration add up to the day said: sent on the 13th, two days, there by the 15th."""
    for fact in dict.fromkeys(e.fact for e in card.entries if e.firm):
        own = [e for e in card.entries if e.fact == fact and e.firm]
        starts = [d[0].last for e in own if e.value.kind == "date" and (d := card_days(e.value, card.brief.now.tzinfo))]
        for entry in own:
            ends = limits(entry.value) if entry.value.kind == "duration" else None
            if ends is None or ends[1] > 400:
                continue
            unit = unit_of(entry.value.unit) or "day"
            for start in starts:
                first, last = (after(start, round(n), unit) for n in ends)
                if said.days and first <= said.days[0].last <= last:
                    return fact
    return None


def grants(card: Card, moves: list[str]) -> bool:
    """True when the agent may promise one of ``moves``."""
    return any(promise.move in map(Move, moves) for promise in card.brief.authority or ())


def shown(value: Value) -> str:
    """A card's value as a reader would write it."""
    if value.kind == "date" and value.from_:
        return value.from_ if value.from_ == value.to else f"{value.from_} … {value.to}"
    ends = limits(value) if value.value is None else None
    figure = f"{ends[0]:g}-{ends[1]:g}" if ends else f"{value.value}"
    return " ".join(part for part in (figure, value.currency or value.unit or "") if part)
