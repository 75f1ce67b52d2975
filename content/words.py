"""The words of the interface in Chinese and English, read from gettext catalogues with Babel."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.messages.pofile import read_po

LANGS = ("zh", "en")
OWN_NAMES = {"zh": "中文", "en": "English"}  # a language is found by its own name
LOCALE = Path(__file__).parent / "locale"
LOCALES = {"zh": "zh_CN", "en": "en_GB"}
HTML_LANG = {"zh": "zh-CN", "en": "en"}

Key = tuple[str, str]  # (context, msgid); the context is "" for a sentence, the kind of code for a name


class Words:
    """All words in one language. ``say("Sign out")`` gives a sentence, ``name("move", "GREET")`` the name of a code."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGS else "zh"
        self.locale = Locale.parse(LOCALES[self.lang])
        self.html_lang = HTML_LANG[self.lang]
        self.entries = catalogue(self.lang)

    def __call__(self, msgid: str, **values: object) -> str:
        """The sentence for ``msgid`` with ``{places}`` filled in; the msgid itself where the catalogue has none."""
        text = self.entries.get(("", msgid)) or msgid
        return text.format(**values) if values else text

    def name(self, kind: str, code: object) -> str:
        """The word for a code of a closed list; the code in plain letters when it is not on the list."""
        return self.entries.get((kind, str(code))) or str(code).replace("_", " ").replace("-", " ").strip()

    def knows(self, kind: str, code: object) -> bool:
        """True when the catalogue has a word for this code."""
        return bool(self.entries.get((kind, str(code))))

    def pick(self, text: Any) -> str:
        """The half of a ``{zh, en}`` text that fits, or the other half when it is missing; a plain text as it is."""
        if isinstance(text, str):
            return text
        return str(text.get(self.lang) or text.get("zh") or text.get("en") or "") if text else ""

    def country(self, code: str) -> str:
        """The name of an ISO 3166 country ("US" is 美国); the code itself when it is unknown, "" for none."""
        return str(self.locale.territories.get(code.upper(), code)) if code else ""

    def day(self, date: dt.date) -> str:
        """A date without its year: 6月17日, 17 Jun."""
        return format_date(date, "M月d日" if self.lang == "zh" else "d MMM", locale=self.locale)

    def moment(self, when: dt.datetime) -> str:
        """A date and a time in the zone that ``when`` carries: 6月17日 09:00."""
        return format_datetime(when, "M月d日 HH:mm" if self.lang == "zh" else "d MMM HH:mm", locale=self.locale)

    def clock(self, when: dt.datetime) -> str:
        """A time of day in the zone that ``when`` carries."""
        return format_time(when, "HH:mm", locale=self.locale)

    def hours(self, hours: float) -> str:
        """A span of hours in the unit people think in: 40 分钟, 15 小时, 3 天."""
        if hours < 1:
            return self("{n} min", n=max(0, round(hours * 60)))
        if hours < 48:
            return self("{n} h", n=round(hours))
        return self("{n} days", n=round(hours / 24))


def catalogue_path(lang: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / lang / "haike.po"


@functools.cache
def catalogue(lang: str) -> dict[Key, str]:
    """Every entry of a language's catalogue by context and msgid; read once."""
    with catalogue_path(lang).open("rb") as file:
        book = read_po(file, locale=LOCALES[lang])
    return {(m.context or "", str(m.id)): str(m.string) for m in book if m.id}


@functools.cache
def words(lang: str) -> Words:
    """The words in ``lang``; Chinese when the language is unknown."""
    return Words(lang if lang in LANGS else "zh")
