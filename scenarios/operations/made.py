"""Makes rows from a recipe and a seed, so that a table is long enough to be searched and never the same twice.

A recipe gives each column a plain value or one of
``{id: "111-####"}`` (digits for #), ``{choice: […]}``, ``{among: [{…}, …]}`` (several columns at once),
``{same: column}``, ``{name: country}`` (a person of the country in that column), ``{number: [low, high]}``,
``{money: [low, high]}``,
``{days: [from, to]}`` (a moment so many days from now) or ``{after: column, days: [from, to]}``; with ``whole: true``
the days are whole and the hour stays that of the start, so that no time zone moves the moment to another day.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from scenarios.deal import person
from scenarios.operations.nouns import Row

MINUTES_A_DAY = 1440


def make(recipe: Mapping[str, Any], count: int, seed: int, now: dt.datetime) -> tuple[Row, ...]:
    """``count`` rows of a recipe; the same seed gives the same rows. Moments are whole minutes around ``now``."""
    chance = random.Random(f"rows:{seed}")
    return tuple(_row(recipe, n, seed, chance, now) for n in range(count))


def _row(recipe: Mapping[str, Any], n: int, seed: int, chance: random.Random, now: dt.datetime) -> Row:
    one: Row = {}
    for column, spec in recipe.items():
        if isinstance(spec, Mapping) and "among" in spec:
            one |= chance.choice(spec["among"])
        else:
            one[column] = _value(spec, one, n, seed, chance, now)
    return one


def _value(spec: Any, one: Row, n: int, seed: int, chance: random.Random, now: dt.datetime) -> Any:
    if not isinstance(spec, Mapping):
        return spec
    if "id" in spec:
        return "".join(str(chance.randrange(10)) if sign == "#" else sign for sign in spec["id"])
    if "choice" in spec:
        return chance.choice(spec["choice"])
    if "same" in spec:
        return one[spec["same"]]
    if "name" in spec:
        return person(str(one[spec["name"]]), seed * 7 + n)
    if "number" in spec:
        return chance.randint(*spec["number"])
    if "money" in spec:
        low, high = spec["money"]
        return round(chance.uniform(low, high), 2)
    start = one[spec["after"]] if "after" in spec else now
    low, high = spec["days"]
    if spec.get("whole"):
        minutes = chance.randint(low, high) * MINUTES_A_DAY + chance.randint(0, 59)
    else:
        minutes = chance.randint(round(low * MINUTES_A_DAY), round(high * MINUTES_A_DAY))
    return None if start is None else (start + dt.timedelta(minutes=minutes)).replace(second=0)
