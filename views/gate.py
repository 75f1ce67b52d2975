"""The gate before every page and websocket: turns away who is not signed in and what another site sends."""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk import people
from desk.people import Person

from .pages import addresses
from .person import COOKIE, now, the_desk

OPEN = ("/signin", "/demo", "/signout", "/healthz")
OPEN_FOLDERS = ("/static/", "/app/static/")
OPEN_ENDS = ("/_stcore/health", "/_stcore/host-config", "/favicon.ico", "/favicon.png")
PAGE = re.compile(r"/[\w-]+")  # the shape of a page's address; Streamlit says "Page not found" in English only
SHUT = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")


class Gate:
    """Pure ASGI, because a websocket has to pass it too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through, or answers it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif (refusal := await _refusal(scope)) is None:
            await self.app(scope, receive, _guarded(scope, send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403})
        else:
            await refusal(scope, receive, send)


async def _refusal(scope: Scope) -> Response | None:
    path = scope["path"]
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
    if any(shut in path for shut in SHUT):
        return PlainTextResponse("not found", 404)
    if is_foreign(headers) and (scope["type"] == "websocket" or scope.get("method") not in ("GET", "HEAD")):
        return PlainTextResponse("foreign origin", 403)
    if path in OPEN or path.startswith(OPEN_FOLDERS) or path.endswith(OPEN_ENDS):
        return None
    token = cookie_of(headers.get("cookie", ""))
    reads = scope["type"] == "http" and scope.get("method") in ("GET", "HEAD")
    if person := await holder_of(token):
        lost = reads and PAGE.fullmatch(path) and path[1:] not in addresses(person)
        return RedirectResponse("/", 303) if lost else None
    if reads and not path.startswith("/_stcore/"):
        query = scope.get("query_string", b"").decode("latin-1")
        to = path + (f"?{query}" if query else "")
        return RedirectResponse("/signin" if to == "/" else f"/signin?next={quote(to, safe='')}", 303)
    return PlainTextResponse("sign in first", 403)


async def holder_of(token: str) -> Person | None:
    """Whose sign-in this is; asked in a thread, so that nobody else waits for the database."""
    return await to_thread.run_sync(lambda: people.who(the_desk(), token, now())) if token else None


def is_foreign(headers: dict[str, str]) -> bool:
    """True when a page of another site sent this: its Origin is not the host that was asked."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


def cookie_of(header: str) -> str:
    """The sign-in in a Cookie header, or ""."""
    try:
        jar: SimpleCookie = SimpleCookie(header)
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _guarded(scope: Scope, send: Send) -> Send:
    """Adds the headers that keep pages out of foreign frames and types from being guessed."""
    if scope["type"] != "http":
        return send

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.setdefault("headers", [])
            names = {name.lower() for name, _ in headers}
            for name, value in (
                (b"x-content-type-options", b"nosniff"),
                (b"x-frame-options", b"SAMEORIGIN"),
                (b"referrer-policy", b"same-origin"),
            ):
                if name not in names:
                    headers.append((name, value))
        await send(message)

    return sending
