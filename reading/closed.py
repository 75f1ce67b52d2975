"""The closed lists of the grading guide: moves (B5a) and severities; and the frozen value that every noun is."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: never changed after it is made; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """Characters ``start`` (included) to ``end`` (excluded) of the original text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


class Move(StrEnum):
    """The 31 communicative moves of guide B5a, in its order, and OTHER."""

    GREET = "GREET"
    THANK = "THANK"
    RESTATE = "RESTATE"
    EMPATHIZE = "EMPATHIZE"
    APOLOGIZE = "APOLOGIZE"
    OWN = "OWN"
    CAUSE = "CAUSE"
    STATUS = "STATUS"
    TRACKING = "TRACKING"
    PRODUCT_INFO = "PRODUCT_INFO"
    RECOMMEND = "RECOMMEND"
    QUOTE = "QUOTE"
    POLICY = "POLICY"
    HOWTO = "HOWTO"
    ASK_INFO = "ASK_INFO"
    REFUND_FULL = "REFUND_FULL"
    REFUND_PART = "REFUND_PART"
    REPLACE = "REPLACE"
    RETURN = "RETURN"
    OPTIONS = "OPTIONS"
    DECLINE = "DECLINE"
    COUNTER = "COUNTER"
    ACTION = "ACTION"
    DEADLINE = "DEADLINE"
    PREVENT = "PREVENT"
    BUYER_STEP = "BUYER_STEP"
    REMIND_PAY = "REMIND_PAY"
    ESCALATE = "ESCALATE"
    GOODWILL = "GOODWILL"
    FEEDBACK_NEUTRAL = "FEEDBACK_NEUTRAL"
    CLOSE = "CLOSE"
    OTHER = "OTHER"


REMEDIES = frozenset({Move.REFUND_FULL, Move.REFUND_PART, Move.REPLACE, Move.RETURN, Move.GOODWILL})


class Severity(StrEnum):
    """How bad a violation is; the platform's pack may override the default (guide B5b)."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    GRAVE = "grave"
    BUSINESS = "business"  # V14: gates the reply but does not count against COM


Lang = Literal["en", "zh"]


DEFAULT_SEVERITY = {  # guide B5b; a platform's pack may say otherwise
    **dict.fromkeys(("V01", "V02", "V03", "V04", "V05", "V08", "V11", "V12"), Severity.CRITICAL),
    **dict.fromkeys(("V06", "V07"), Severity.MAJOR),
    **dict.fromkeys(("V09", "V10", "V13"), Severity.GRAVE),
    "V14": Severity.BUSINESS,
    "V15": Severity.MINOR,
}
