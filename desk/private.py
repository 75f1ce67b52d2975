"""Masks a trainee's personal data before anything is kept (guide B6 row 18): telephone, e-mail, identity numbers.

The mask has the shape and length of what it hides, so that offsets stay true and a later reading still sees that
there was a number. What stands on the case card is no secret and stays.
"""

from __future__ import annotations

import re

from reading.nouns import Reading
from scenarios.nouns import Case

_PRIVATE = re.compile(
    r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])"  # identity card
    r"|(?<![\d-])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"  # mobile
    r"|(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)"  # landline
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}"
)
KEPT = 3  # leading characters of a number that stay: they say what kind it is


def mask(text: str, case: Case) -> str:
    """``text`` with every personal datum masked that the case card does not hold; as long as before."""
    if not _PRIVATE.search(text):
        return text
    card = case.model_dump_json()
    return _PRIVATE.sub(lambda m: m.group() if m.group() in card else _masked(m.group()), text)


def _masked(found: str) -> str:
    if "@" in found:
        name, _, host = found.partition("@")
        return "x" * len(name) + "@" + re.sub(r"[A-Za-z0-9]", "x", host)
    digits = 0
    out = []
    kept = KEPT + (2 if re.match(r"\+?86", found) else 0)
    for char in found:
        digits += char.isdigit()
        out.append("0" if char.isdigit() and digits > kept else char)
    return "".join(out)


def masked(reading: Reading, case: Case) -> Reading:
    """The reading as it may be kept: same spans, masked words."""
    hidden = mask(reading.text, case)
    if hidden == reading.text:
        return reading
    claims = tuple(claim.model_copy(update={"said": mask(claim.said, case)}) for claim in reading.claims)
    return reading.model_copy(update={"text": hidden, "claims": claims})
