"""What makes an account sound: settings, the shape of names and logins, and how passwords are kept."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from content.errors import NotAllowed
from content.loader import load_yaml


@cache
def settings() -> dict[str, Any]:
    """The settings of accounts, as people.yaml has them."""
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("people.yaml"))
    return found


@cache
def _hasher() -> PasswordHasher:
    kept = settings()["password"]
    return PasswordHasher(
        time_cost=kept["passes"], memory_cost=kept["memory_kib"], parallelism=kept["lanes"], type=Type.ID
    )


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """The argon2id hash of a password. Raises NotAllowed when it is too short or too long."""
    least, most = settings()["password"]["at_least"], settings()["password"]["at_most"]
    if not least <= len(password) <= most:
        raise NotAllowed(
            f"密码需要 {least} 到 {most} 个字符。", f"A password needs between {least} and {most} characters."
        )
    return _hasher().hash(_bytes(password))


def fits(password: str, kept: str | None) -> bool:
    """True when ``password`` is the one that was hashed. Takes as long when there is no such person."""
    if len(password) > settings()["password"]["at_most"]:
        return False
    try:
        return _hasher().verify(kept or _nobody(), _bytes(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    """The same password typed on another machine gives the same bytes (NFC), whatever is in it."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")


def login_of(typed: str) -> str:
    """A login as it is kept: full-width letters made plain, no spaces around, lower case."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def sound_login(typed: str) -> str:
    """The login to keep. Raises NotAllowed when it is empty, too long or has spaces or invisible characters."""
    login, most = login_of(typed), settings()["login"]["at_most"]
    if not login or len(login) > most or any(c.isspace() or not c.isprintable() for c in login):
        raise NotAllowed(
            f"账号需要 1 到 {most} 个字符，不能有空格。", f"An account needs 1 to {most} characters without spaces."
        )
    return login


def sound_name(typed: str) -> str:
    """The name to keep. Raises NotAllowed when it is empty, too long or has invisible characters."""
    name, most = " ".join(typed.split()), settings()["name"]["at_most"]
    if not name or len(name) > most or not name.isprintable():
        raise NotAllowed(f"姓名需要 1 到 {most} 个可见字符。", f"A name needs 1 to {most} visible characters.")
    return name


def token_hash(token: str) -> str:
    """What is kept of a sign-in: with a copy of the database nobody can sign in."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
