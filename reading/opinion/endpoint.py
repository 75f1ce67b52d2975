"""Where a second opinion may be asked for: the settings ``HAIKE_LLM_*``, or nowhere."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import SecretStr

from reading.closed import Frozen

SECONDS, TOKENS, DAILY = 60.0, 16_000, 1_000_000
_log = logging.getLogger(__name__)


class Endpoint(Frozen):
    """An address that speaks the OpenAI protocol. The key shows in no text, no log and no table."""

    url: str
    model: str
    key: SecretStr = SecretStr("")
    seconds: float = SECONDS  # for both runs together
    tokens: int = TOKENS  # for one reply: both questions and both answers
    daily: int = DAILY  # tokens a day, for everybody together
    auto: bool = False  # ask after every reply, in the background

    @property
    def chat(self) -> str:
        """The address of the chat completions."""
        path, mark, query = self.url.partition("?")
        path = path.rstrip("/")
        return (path if path.endswith("/chat/completions") else f"{path}/chat/completions") + mark + query


def endpoint_of(settings: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that ``settings`` (the environment) name; None when they name none or name it wrongly."""
    url, model = settings.get("HAIKE_LLM_URL", "").strip(), settings.get("HAIKE_LLM_MODEL", "").strip()
    key = settings.get("HAIKE_LLM_KEY", "").strip()
    if not url:
        return None
    if wrong := _wrong(url, model, key):
        _log.warning("no second opinion: %s", wrong)
        return None
    return Endpoint(
        url=url,
        model=model,
        key=SecretStr(key),
        seconds=_number(settings, "HAIKE_LLM_SECONDS", SECONDS),
        tokens=int(_number(settings, "HAIKE_LLM_TOKENS", TOKENS)),
        daily=int(_number(settings, "HAIKE_LLM_DAILY", DAILY)),
        auto=settings.get("HAIKE_LLM_AUTO", "").strip() == "1",
    )


def _wrong(url: str, model: str, key: str) -> str:
    """What is wrong with the settings, without showing what they hold."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port is None or parts.port > 0 else None
    except ValueError:
        return "HAIKE_LLM_URL is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "HAIKE_LLM_URL has to begin with http:// or https:// and name a host"
    if not model or len(model) > 200 or not model.isprintable():
        return "HAIKE_LLM_MODEL has to name the model"
    return "" if key.isascii() and key.isprintable() else "HAIKE_LLM_KEY holds characters that no key has"


def _number(settings: Mapping[str, str], name: str, default: float) -> float:
    text = settings.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
        if 0 < value < 1e12:
            return value
    except ValueError:
        pass
    _log.warning("%s has to be a number over 0; %g is used", name, default)
    return default
