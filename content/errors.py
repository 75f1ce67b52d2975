"""The family of errors that the rooms raise and the views show.

HaikeError
├── ContentError        a file of cases, rules or words is wrong: file, line, field, what is allowed
├── NotAllowed          this person may not do that, or not now
│   └── Outdated        somebody, perhaps the same person in another window, was faster; read it again
├── NotFound            there is no such thing, or none that this person may see
├── ReaderUnavailable   a reader that was asked for by name cannot be loaded
└── Unreachable         a cluster or a language model is not installed here or does not answer
"""

from __future__ import annotations


class HaikeError(Exception):
    """Something went wrong that a person can understand; ``zh`` and ``en`` say what and what next."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def say(self, lang: str) -> str:
        """The message in ``lang`` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en


class ContentError(HaikeError):
    """A content file cannot be used. Names the file, the line (1-based) and the field."""

    def __init__(self, file: str, line: int | None, field: str, zh: str, en: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where} 字段 {field}：{zh}", f"{where} field {field}: {en}")
        self.file = file
        self.line = line
        self.field = field


class NotAllowed(HaikeError):
    """The person may not do this, or may not do it now."""


class Outdated(NotAllowed):
    """What was to be kept goes on from a state that is no longer the newest; the newer one was left as it is."""


class NotFound(HaikeError):
    """No such thing, or none that this person may see."""


class ReaderUnavailable(HaikeError):
    """A reader asked for by name cannot be loaded; the message says what to install or set."""


class Unreachable(HaikeError):
    """A cluster or a language model cannot be used now; the message says what to install, start or wait for."""
