"""Deals a case from a seed: other names, ids, dates and amounts of the same case, consistent everywhere."""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from faker import Faker

from content.loader import load_yaml
from scenarios.amounts import amounts_in, related, reprice_text, scale
from scenarios.nouns import Case
from scenarios.written_dates import lone_months, shift_text

VARIED = ("title", "buyer", "thread", "order", "facts", "authority", "tasks", "must_not", "samples", "extra")
KEPT_KEYS = ("size_chart", "country", "gender", "temperament", "accepts", "currency", "sku", "unit", "kind", "odd")
NAMES_EACH = 40
_CALENDAR = {"April", "May", "June", "August", "Summer", "Mark", "Will", "Grant"}  # words that texts also use
_NUMBERED = re.compile(r"[0-9a-f]{20,}|\S*\d\S*\d\S*\d\S*\d\S*\d\S*\d\S*\d\S*")


def deal(case: Case, seed: int) -> Case:
    """The case as ``seed`` (0 and up) deals it: the same seed always the same, neighbouring seeds different names.

    Only what the case's ``deal`` block names varies: ``name``, ``ids``, ``days: [from, to]``, ``amount: [from, to]``
    (``keep`` lists amounts that stay). A case without a block comes back as it is.
    """
    block = case.dealt
    if not block:
        return case
    data = case.model_dump(by_alias=True)
    words: dict[str, str] = {}
    if block.get("name") and case.buyer.name:
        words |= _names(case, seed)
    if block.get("ids"):
        words |= {old: _new_id(old, seed) for old in _ids(case)}
    known = sorted(set(_dates(data)))
    days = _days(block.get("days"), seed, _fixed(case, known))
    money = _money(case, block, seed)

    def text(value: str) -> str:
        value = _swap(value, words)
        value = shift_text(value, days, case.now.date(), known) if days else value
        return reprice_text(value, money) if money else value

    for name in VARIED:
        data[name] = _walk(data[name], text, days, money)
    data["now"] = case.now + dt.timedelta(days=days)
    return Case.model_validate(data)


def _walk(value: Any, text: Callable[[str], str], days: int, money: dict[int, int], key: str = "") -> Any:
    """Every string, date and known amount inside ``value`` made new; fields in ``KEPT_KEYS`` stay."""
    if key in KEPT_KEYS:
        return value
    if isinstance(value, dict):
        new = {name: _walk(inner, text, days, money, name) for name, inner in value.items()}
        # A typed number is money only where its own kind says so: 54 pieces are not 54 dollars.
        if "kind" in value and value["kind"] != "money":
            new |= {name: value[name] for name in ("value", "min", "max") if isinstance(value.get(name), (int, float))}
        return new
    if isinstance(value, (list, tuple)):
        return [_walk(inner, text, days, money, key) for inner in value]
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=days)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and key in ("value", "unit_price", "shipping"):
        cents = round(value * 100)
        return money[cents] / 100 if cents in money else value
    return value


def _swap(text: str, words: dict[str, str]) -> str:
    if not words:
        return text
    longest = sorted(words, key=len, reverse=True)
    pattern = "|".join(
        rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() or " " in word or _latin(word) else re.escape(word)
        for word in longest
    )
    return re.sub(pattern, lambda m: words[m[0]], text)


def _latin(word: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in word if letter.isalpha())


def _days(span: Any, seed: int, fixed: Sequence[dt.date]) -> int:
    """A whole number of weeks within ``span``, never zero if possible, so that weekdays stay what they are.

    ``fixed`` are dates that must stay in their month, because a text names the month alone.
    """
    if not isinstance(span, list) or len(span) != 2:
        return 0
    weeks = [day for day in range(int(span[0]), int(span[1]) + 1) if day % 7 == 0 and day]
    weeks = [day for day in weeks if all((one + dt.timedelta(days=day)).month == one.month for one in fixed)]
    return random.Random(f"days:{seed}").choice(weeks) if weeks else 0


def _fixed(case: Case, known: Sequence[dt.date]) -> list[dt.date]:
    months = set().union(*(lone_months(text) for text in _texts(case)))
    return [one for one in known if one.month in months]


def _texts(case: Case) -> list[str]:
    """Everything people read in the case, samples included."""
    card = [*(fact.text for fact in case.facts), *(task.text for task in case.tasks), *case.must_not]
    return [*card, *(line.text for line in case.thread), *(sample.text for sample in case.samples.values())]


def _dates(value: Any) -> Iterator[dt.date]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _dates(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _dates(inner)
    elif isinstance(value, dt.datetime):
        yield value.date()
    elif isinstance(value, dt.date):
        yield value
    elif isinstance(value, str) and re.fullmatch(r"20\d\d-\d\d-\d\d(T.*)?", value):
        yield dt.date.fromisoformat(value[:10])


def _money(case: Case, block: dict[str, Any], seed: int) -> dict[int, int]:
    """Old to new amounts in hundredths: the typed ones, and those in the texts that hang on them."""
    span = block.get("amount")
    if not isinstance(span, list) or len(span) != 2:
        return {}
    values = [value for fact in case.facts for value in fact.values]
    known = {round(float(v.value) * 100) for v in values if v.kind == "money" and v.value is not None}
    if case.order:
        prices = [*(item.unit_price for item in case.order.items), case.order.shipping]
        known |= {round(price * 100) for price in prices if price}
        known |= {round(item.unit_price * item.qty * 100) for item in case.order.items if item.unit_price}
    written = {amount for text in _texts(case) for amount in amounts_in(text)}
    kept = {round(float(amount) * 100) for amount in block.get("keep", ())}
    percents = [float(v.value) for v in values if v.kind == "percent" and v.value is not None]
    return scale((known | related(known, written)) - kept, (float(span[0]), float(span[1])), percents, seed)


def _ids(case: Case) -> list[str]:
    """Order and tracking numbers, and every other long code among the facts that is no SKU."""
    skus = {item.sku for item in case.order.items} if case.order else set()
    found = [case.order.id, case.order.tracking] if case.order else []
    found += [str(v.value) for fact in case.facts for v in fact.values if v.kind == "code"]
    return [code for code in dict.fromkeys(found) if code and code not in skus and _NUMBERED.fullmatch(code)]


def _new_id(old: str, seed: int) -> str:
    """Another number of the same form: letters, separators and the first group stay, the other digits are new."""
    chance = random.Random(f"id:{old}:{seed}")
    if re.fullmatch(r"[0-9a-f]{20,}", old) and not old.isdigit():
        return old[:4] + "".join(chance.choice("0123456789abcdef") for _ in old[4:])
    keep = len(re.match(r"[A-Za-z]*\d{0,3}-?|", old)[0]) if "-" in old else len(re.match(r"\d?[A-Z]*\d{0,2}", old)[0])  # type: ignore[index]
    new = old[:keep] + re.sub(r"\d", lambda _: str(chance.randrange(10)), old[keep:])
    if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", new):
        new = new[:10] + _s10(new[2:10]) + new[11:]
    return new if new != old else _new_id(old, seed + 1)


def _s10(digits: str) -> str:
    """The check digit of an international postal number (UPU S10): weights 8 6 4 2 3 5 9 7, modulo 11."""
    rest = 11 - sum(int(d) * w for d, w in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def _names(case: Case, seed: int) -> dict[str, str]:
    """The buyer's old names to the new ones: whole, given name and family name."""
    old = case.buyer.name
    if case.language == "zh" or re.search(r"[一-鿿]", old):
        return _chinese_names(old, case.buyer.gender or _gender(case), seed)
    given, _, family = old.partition(" ")
    people = _people(case.buyer.country or "US", case.buyer.gender or _gender(case))
    fresh = [one for one in people if one[0] not in old and one[1] not in old]
    new_given, new_family = fresh[seed % len(fresh)]
    pairs = {given: new_given}
    if family:
        pairs |= {family: new_family, old: f"{new_given} {new_family}"}
    plain = {_plain(word): _plain(new) for word, new in pairs.items()}
    return {**plain, **pairs}


def _plain(word: str) -> str:
    """Without accents, as many people type it."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _gender(case: Case) -> str:
    """The gender that the case's own words give the buyer, or nothing."""
    card = [case.buyer.goal, *case.must_not, *(t.text for t in case.tasks), *(f.text for f in case.facts)]
    text = " ".join([*card, *(sample.text for sample in case.samples.values())])
    female = len(re.findall(r"\b(?:Mrs?s|Ms|she|her|hers)\b|女士|小姐|她", text))
    male = len(re.findall(r"\b(?:Mr|he|him|his)\b|先生|他", text))
    return "f" if female > male else "m" if male > female else ""


def person(country: str, seed: int) -> str:
    """Given and family name of somebody of ``country`` (ISO 3166 alpha-2), the same for the same seed (0 and up)."""
    people = _people(country, "")
    return " ".join(people[seed % len(people)])


@cache
def _people(country: str, gender: str) -> tuple[tuple[str, str], ...]:
    """Forty given and family names in Latin script for a country; Faker's where it has them, else our short list."""
    names = load_yaml(Path(__file__).with_name("names.yaml"))
    own = names["own"].get(country)
    if own:
        given = own["f"] * (gender != "m") + own["m"] * (gender != "f")
        return tuple((one, own["family"][n % len(own["family"])]) for n, one in enumerate(given))
    fake = Faker(names["locales"].get(country, "en_US"))
    fake.seed_instance(f"{country}{gender}")
    kind = {"f": fake.first_name_female, "m": fake.first_name_male}.get(gender, fake.first_name)
    found: dict[str, str] = {}
    for _ in range(NAMES_EACH * 20):
        given, family = kind(), fake.last_name()
        if " " not in given + family and _latin(given + family) and given not in _CALENDAR:
            found.setdefault(given, family)
        if len(found) == NAMES_EACH:
            break
    return tuple(found.items())


@cache
def names_of(country: str) -> tuple[str, ...]:
    """Forty or so full names as people of a country (ISO 3166 alpha-2) write them; Chinese ones for CN."""
    if country != "CN":
        return tuple(f"{given} {family}" for given, family in _people(country, ""))
    fake = Faker("zh_CN")
    fake.seed_instance("zh")
    return tuple(dict.fromkeys(fake.name() for _ in range(NAMES_EACH)))


def _chinese_names(old: str, gender: str, seed: int) -> dict[str, str]:
    names = load_yaml(Path(__file__).with_name("names.yaml"))
    fake = Faker("zh_CN")
    fake.seed_instance("zh")
    families = list(dict.fromkeys(fake.last_name() for _ in range(60)))
    if not re.fullmatch(r"[一-鿿]{2,3}", old) or old[0] not in names["families"]:
        nicknames = [name for name in names["nicknames"] if name != old]
        return {old: nicknames[seed % len(nicknames)]}
    kind = {"f": fake.first_name_female, "m": fake.first_name_male}.get(gender, fake.first_name)
    given = [kind() for _ in range(60)]
    family = [one for one in families if one != old[0]][seed % (len(families) - 1)]
    new = family + given[seed % len(given)]
    titles = ("女士", "先生", "小姐", "姐", "哥", "总")
    return {old: new, old[1:]: new[len(family) :]} | {old[0] + title: family + title for title in titles}
