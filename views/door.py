"""The front door's routes: sign in and out, the demo class, health. Cookies are set here and nowhere else."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from content.errors import HaikeError
from content.words import LANGS, Words, words
from desk import people

from .gate import holder_of
from .person import COOKIE, FORM_COOKIE, LANG_COOKIE, now, the_desk
from .signin import sign_in_page, trouble_page

MAX_BODY = 16_384  # bytes; a sign-in form needs a few hundred
DAYS = 30
PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def local_path(to: str) -> str:
    """``to`` when it leads to a page of this app, else "/": nobody is sent to another site after signing in."""
    safe = to.startswith("/") and not to.startswith(("//", "/\\")) and "\\" not in to and to.isprintable()
    return to if safe and len(to) < 500 and not to.startswith(("/signin", "/signout", "/demo")) else "/"


def _lang(request: Request) -> Words:
    asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE, "")
    return words(asked if asked in LANGS else "zh")


def _https(request: Request) -> bool:
    return request.url.scheme == "https" or request.headers.get("x-forwarded-proto", "").startswith("https")


def _set(response: Response, request: Request, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=DAYS * 86_400, path="/", httponly=True, samesite="lax", secure=_https(request)
    )


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a small form; None when it is too large."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BODY:
            return None
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1].replace("\0", "") for name, values in fields.items()}


def _is_ours(request: Request, form: dict[str, str]) -> bool:
    """The hidden field repeats the cookie: the form was made by us for this browser."""
    kept = request.cookies.get(FORM_COOKIE, "")
    return bool(kept) and secrets.compare_digest(kept.encode(), form.get("form", "").encode())


async def _show(request: Request, error: str = "", login: str = "", to: str = "/", status: int = 200) -> Response:
    say = _lang(request)
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    demo = await to_thread.run_sync(people.demo_people, the_desk())
    response = HTMLResponse(sign_in_page(say, token, to, demo, error, login), status, headers=PRIVATE)
    _set(response, request, FORM_COOKIE, token)
    if say.lang != request.cookies.get(LANG_COOKIE):
        _set(response, request, LANG_COOKIE, say.lang)
    return response


async def show_sign_in(request: Request) -> Response:
    """GET /signin: the form; people who are signed in already go straight in."""
    to = local_path(request.query_params.get("next", "/"))
    if await holder_of(request.cookies.get(COOKIE, "")) and "lang" not in request.query_params:
        return RedirectResponse(to, 303)
    return await _show(request, to=to)


async def sign_in(request: Request) -> Response:
    """POST /signin: account and password against a cookie."""
    return await _enter(request, demo=False)


async def demo(request: Request) -> Response:
    """POST /demo: one click into the sample class, while there is one."""
    return await _enter(request, demo=True)


async def _enter(request: Request, demo: bool) -> Response:
    form = await _form(request)
    say = _lang(request)
    if form is None:
        return HTMLResponse(
            trouble_page(say, say("That was too much to read. Please try again.")), 413, headers=PRIVATE
        )
    to = local_path(form.get("next", "/"))
    login = form.get("login", "")[:80].strip()
    if not _is_ours(request, form):
        return await _show(request, say("This form was too old. Please try once more."), login, to, 403)
    address = request.client.host if request.client else ""

    def check() -> str:
        if demo:
            return str(people.demo_sign_in(the_desk(), login, now()))
        return str(people.sign_in(the_desk(), login, form.get("password", ""), address, now()))

    try:
        token = await to_thread.run_sync(check)
    except HaikeError as error:
        return await _show(request, error.say(say.lang), "" if demo else login, to, 401)
    response = RedirectResponse(to, 303)
    _set(response, request, COOKIE, token)
    _set(response, request, FORM_COOKIE, secrets.token_urlsafe(32))
    return response


async def sign_out(request: Request) -> Response:
    """POST /signout: ends this sign-in on the server and in the browser."""
    form = await _form(request)
    if form is None or not _is_ours(request, form):
        return RedirectResponse("/", 303)
    if token := request.cookies.get(COOKIE):
        await to_thread.run_sync(people.sign_out, the_desk(), token)
    response = RedirectResponse("/signin", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


async def health(request: Request) -> Response:
    """GET /healthz: 200 while the app can answer; asks nothing of anyone."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def routes() -> list[Any]:
    """The routes of the door, for ``st.App``."""
    return [
        Route("/signin", show_sign_in, methods=["GET"]),
        Route("/signin", sign_in, methods=["POST"]),
        Route("/demo", demo, methods=["POST"]),
        Route("/signout", sign_out, methods=["POST"]),
        Route("/healthz", health, methods=["GET"]),
    ]
