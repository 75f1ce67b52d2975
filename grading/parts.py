"""Marks by part: what a piece of work earned for each of its parts, and why. Not graded is not zero."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from reading.nouns import Frozen


class Remark(Frozen):
    """One reason for a part's points, in both languages, with the fact it stands on (``AMZ-27``; may be empty).

    ``good`` None: it only tells, such as the working of a sum.
    """

    zh: str
    en: str
    source: str = ""
    good: bool | None = False


class Part(Frozen):
    """One part of a piece of work: ``points`` (0 to ``of``) and the working. ``graded`` False: a person must look."""

    id: str
    points: float = Field(ge=0)
    of: float = Field(gt=0)
    remarks: tuple[Remark, ...] = ()
    graded: bool = True


def total(parts: Sequence[Part]) -> int | None:
    """The whole in percent of what could be graded, rounded; None when nothing could."""
    graded = [part for part in parts if part.graded]
    if not graded:
        return None
    return round(100 * sum(part.points for part in graded) / sum(part.of for part in graded))
