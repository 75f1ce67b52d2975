"""The front door, on a real server: who is let in, by what, and who is not."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from views.door import local_path
from views.gate import cookie_of, is_foreign

ROOT = Path(__file__).parents[1]


class Browser:
    """A browser without a screen: keeps cookies, follows nothing."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.set: list[str] = []

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"Host": f"localhost:{self.port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = urlencode(form) if form is not None else None
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        self.set = answer.headers.get_all("Set-Cookie") or []
        for line in self.set:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer.status, answer.headers, text

    def form(self) -> dict[str, str]:
        _, _, page = self.ask("GET", "/signin")
        found = re.search(r'name="form" value="([^"]+)"', page)
        assert found
        return {"form": found.group(1)}

    def demo(self, login: str = "demo-lin") -> int:
        return self.ask("POST", "/demo", {**self.form(), "login": login})[0]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    home = tmp_path_factory.mktemp("home")
    settings = {**os.environ, "HAIKE_HOME": str(home), "HAIKE_PORT": str(number), "HAIKE_ADDRESS": "127.0.0.1"}
    settings.pop("HAIKE_DATABASE_URL", None)
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen([sys.executable, str(ROOT / "app.py")], env=settings, stdout=log, stderr=log)
        try:
            wait_for(number, server)
            yield number
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server did not start"
        try:
            if Browser(port).ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server is not ready after 30 s")


def socket_status(port: int, cookies: dict[str, str], origin: str | None = None) -> int:
    """101 when the websocket opens, else the status it is turned away with."""
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())} if cookies else {}
    try:
        with connect(
            f"ws://localhost:{port}/_stcore/stream",
            additional_headers=headers,
            origin=origin or f"http://localhost:{port}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def test_health_asks_for_no_sign_in(port: int) -> None:
    assert Browser(port).ask("GET", "/healthz")[::2] == (200, "ok")
    assert Browser(port).ask("GET", "/_stcore/health")[0] == 200
    assert Browser(port).ask("GET", "/desk/_stcore/health")[0] in (200, 404)


def test_an_anonymous_page_leads_to_the_sign_in_and_back(port: int) -> None:
    status, headers, _ = Browser(port).ask("GET", "/desk?attempt=3")
    assert (status, headers["Location"]) == (303, "/signin?next=%2Fdesk%3Fattempt%3D3")


def test_an_anonymous_websocket_is_turned_away(port: int) -> None:
    assert socket_status(port, {}) == 403
    assert socket_status(port, {"haike": "made-up"}) == 403


def test_uploads_and_figures_of_the_server_are_shut(port: int) -> None:
    assert Browser(port).ask("GET", "/_stcore/metrics")[0] == 404
    assert Browser(port).ask("PUT", "/_stcore/upload_file/a/b")[0] == 403


def test_the_sign_in_page_speaks_both_languages_and_hides_nothing_in_its_address(port: int) -> None:
    browser = Browser(port)
    _, headers, page = browser.ask("GET", "/signin")
    assert 'lang="zh-CN"' in page and "登录" in page and "演示" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    _, _, page = browser.ask("GET", "/signin?lang=en")
    assert 'lang="en"' in page and "Sign in" in page
    assert 'method="post"' in page and "http" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    _, _, page = browser.ask("GET", "/signin")
    assert 'lang="en"' in page  # the choice is kept


def test_the_demo_signs_in_with_one_click_and_a_well_kept_cookie(port: int) -> None:
    browser = Browser(port)
    assert browser.demo() == 303
    line = next(c for c in browser.set if c.startswith("haike="))
    assert "HttpOnly" in line and "SameSite=lax" in line and "Secure" not in line
    assert browser.ask("GET", "/")[0] == 200
    assert socket_status(port, browser.cookies) == 101


def test_a_page_that_is_not_there_leads_to_the_start(port: int) -> None:
    browser = Browser(port)
    browser.demo()
    for lost in ("/nonsense", "/class"):
        status, headers, _ = browser.ask("GET", lost)
        assert (status, headers["Location"]) == (303, "/")
    assert browser.ask("GET", "/progress")[0] == 200


def test_behind_https_the_cookie_is_secure(port: int) -> None:
    browser = Browser(port)
    browser.ask("POST", "/demo", {**browser.form(), "login": "demo-lin"}, X_Forwarded_Proto="https")
    assert any(c.startswith("haike=") and "Secure" in c for c in browser.set)


def test_a_form_of_another_site_is_refused(port: int) -> None:
    browser = Browser(port)
    form = browser.form()
    assert browser.ask("POST", "/demo", {"form": "guessed", "login": "demo-lin"})[0] == 403
    assert browser.ask("POST", "/demo", {**form, "login": "demo-lin"}, Origin="https://evil.example")[0] == 403
    assert "haike" not in browser.cookies
    assert browser.demo() == 303
    assert socket_status(port, browser.cookies, origin="https://evil.example") == 403


def test_a_wrong_password_says_so_and_signs_nobody_in(port: int) -> None:
    browser = Browser(port)
    status, _, page = browser.ask("POST", "/signin", {**browser.form(), "login": "<b>x", "password": "wrong"})
    assert status == 401 and 'role="alert"' in page and "&lt;b&gt;x" in page
    assert "haike" not in browser.cookies


def test_the_demo_does_not_open_other_accounts(port: int) -> None:
    browser = Browser(port)
    assert browser.demo("somebody") == 401
    assert "haike" not in browser.cookies


def test_a_flood_is_not_read(port: int) -> None:
    browser = Browser(port)
    form = browser.form()
    assert browser.ask("POST", "/signin", {**form, "login": "a", "password": "x" * 40_000})[0] == 413


def test_signing_out_ends_the_sign_in_on_the_server(port: int) -> None:
    browser = Browser(port)
    browser.demo()
    kept = dict(browser.cookies)
    assert browser.ask("POST", "/signout", {"form": "guessed"})[0] == 303
    assert browser.ask("GET", "/")[0] == 200  # a form that is not ours signs nobody out
    assert browser.ask("POST", "/signout", {"form": browser.cookies["haike_form"]})[0] == 303
    assert "haike" not in browser.cookies
    assert socket_status(port, kept) == 403


def test_after_signing_in_one_stays_on_this_site() -> None:
    assert local_path("/desk?attempt=3") == "/desk?attempt=3"
    for bad in ("//evil.example", "https://evil.example", "/\\evil", "", "/a\nb", "/" + "a" * 600, "/signout", "x"):
        assert local_path(bad) == "/"


def test_an_origin_is_foreign_when_it_is_not_the_host() -> None:
    assert is_foreign({"origin": "https://evil.example", "host": "a.example"})
    assert is_foreign({"origin": "null", "host": "a.example"})
    assert not is_foreign({"origin": "https://a.example", "host": "A.example"})
    assert not is_foreign({"host": "a.example"})


def test_a_broken_cookie_is_no_cookie() -> None:
    assert cookie_of("haike=abc; other=1") == "abc"
    assert cookie_of("other=1") == cookie_of("") == ""


def test_nothing_is_collected_after_each_run_and_nothing_is_told_to_others() -> None:
    """These are hidden or quiet options of Streamlit; a new version that drops one must not go unseen."""
    settings = {
        "runner.postScriptGC": False,
        "runner.magicEnabled": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
        "server.fileWatcherType": "none",
        "server.disconnectedSessionTTL": 900,
        "server.maxUploadSize": 5,
        "server.enableStaticServing": True,
    }
    code = f"from streamlit import config; print([config.get_option(k) for k in {list(settings)!r}])"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.strip().splitlines()[-1] == str(list(settings.values()))
