"""Marking on a real Dask cluster of two workers: the same marks in the same order, also when one of them is killed."""

from __future__ import annotations

import importlib.util
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from content.errors import Unreachable
from desk.mark import NOT_STARTED, mark, marks
from desk.pool import by_processes, in_order
from desk.replies import Row
from scenarios.case import load_cases
from tests.servers import closed_port
from tests.test_mark import CASES, GOOD, write_jsonl

ROOT = Path(__file__).parents[1]
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two worker processes on this machine; a worker that dies is started anew."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as made:
        yield made


def numbered(count: int) -> list[Row]:
    return [Row(n + 1, str(n), "wismo-amz-01", f"{GOOD} Number {n}.") for n in range(count)]


@needs_dask
def test_a_cluster_gives_the_same_marks_in_the_same_order(cluster: Any, tmp_path: Path) -> None:
    lines: list[object] = [{"reply_id": r.reply_id, "case_id": r.case_id, "text": r.text} for r in numbered(40)]
    replies = write_jsonl(tmp_path / "r.jsonl", [*lines[:20], "{not json", *lines[20:]])
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    codes = [
        mark(CASES, replies, here, 1, "none", io.StringIO()),
        mark(CASES, replies, there, 1, "none", io.StringIO(), scheduler=cluster.scheduler_address),
    ]
    assert codes[0] == codes[1]
    assert here.read_text(encoding="utf-8") == there.read_text(encoding="utf-8")
    assert len(here.read_text(encoding="utf-8").splitlines()) == 41


@needs_dask
def test_a_worker_killed_midway_loses_and_doubles_nothing(cluster: Any) -> None:
    from distributed import Client

    rows, cases = numbered(400), load_cases(CASES)
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        running = client.run(os.getpid)
    found = []
    for row, made in marks(rows, cases, kind="none", scheduler=cluster.scheduler_address):
        found.append((row.reply_id, made["status"], made["reply_id"]))
        if len(found) == 60:
            os.kill(next(iter(running.values())), signal.SIGKILL)
    assert found == [(str(n), "graded", str(n)) for n in range(400)]
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        assert set(client.run(os.getpid).values()) != set(running.values())


@needs_dask
def test_nothing_of_a_run_stays_on_the_workers(cluster: Any) -> None:
    from distributed import Client

    list(marks(numbered(3), load_cases(CASES), kind="none", scheduler=cluster.scheduler_address))
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        assert set(client.run(left).values()) == {0}


def left() -> int:
    from desk import cluster

    return len(cluster._given) + len(cluster._made)


@needs_dask
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1:9"])
def test_a_scheduler_that_does_not_answer_is_named_in_both_languages(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.cluster.PATIENCE", 1)
    replies = write_jsonl(tmp_path / "r.jsonl", [{"reply_id": "1", "case_id": "wismo-amz-01", "text": GOOD}])
    out, said = tmp_path / "m.jsonl", io.StringIO()
    assert mark(CASES, replies, out, 1, "none", said, scheduler=address) == NOT_STARTED
    assert "连不上" in said.getvalue() and "does not answer" in said.getvalue() and address in said.getvalue()
    assert [p.name for p in tmp_path.iterdir()] == ["r.jsonl"]


@needs_dask
def test_a_cluster_without_workers_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr("desk.cluster.PATIENCE", 1)
    with (
        LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(Unreachable, match="no workers"),
    ):
        list(marks(numbered(3), load_cases(CASES), kind="none", scheduler=empty.scheduler_address))


@needs_dask
@pytest.mark.parametrize("folder", [None, ROOT])
def test_workers_are_begun_by_hand_where_the_program_is(folder: Path | None, tmp_path: Path) -> None:
    """A scheduler and a worker as the README has them; a worker in another folder does not know this program."""
    with by_hand(folder or tmp_path) as (address, _):
        if folder is None:
            with pytest.raises(Unreachable, match="do not find this program"):
                list(marks(numbered(3), load_cases(CASES), kind="none", scheduler=address))
        else:
            made = list(marks(numbered(20), load_cases(CASES), kind="none", scheduler=address))
            assert made == list(marks(numbered(20), load_cases(CASES), kind="none"))


@needs_dask
def test_a_scheduler_lost_midway_ends_the_run_in_words_and_leaves_no_half_file(tmp_path: Path) -> None:
    lines: list[object] = [{"reply_id": r.reply_id, "case_id": r.case_id, "text": r.text} for r in numbered(2_000)]
    replies, out, said = write_jsonl(tmp_path / "r.jsonl", lines), tmp_path / "m.jsonl", io.StringIO()
    with by_hand(ROOT) as (address, scheduler):
        found: list[int] = []
        run = threading.Thread(
            target=lambda: found.append(mark(CASES, replies, out, 1, "none", said, scheduler=address)), daemon=True
        )
        run.start()
        until = time.monotonic() + 60
        while "100" not in said.getvalue() and time.monotonic() < until:
            time.sleep(0.05)
        scheduler.kill()
        run.join(60)
    assert found == [NOT_STARTED]
    assert "连接断了" in said.getvalue() and "was lost" in said.getvalue()
    assert [p.name for p in tmp_path.iterdir()] == ["r.jsonl"]


@contextmanager
def by_hand(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a scheduler with one worker, both begun in ``folder`` as the README has it; the scheduler."""
    port, env = closed_port(), {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    address = f"tcp://127.0.0.1:{port}"
    begun = [sys.executable, "-m", "dask"]
    parts = [
        [*begun, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
        [*begun, "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard"],
    ]
    running = [
        subprocess.Popen(p, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for p in parts
    ]
    try:
        yield address, running[0]
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(30)


def test_without_dask_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    replies = write_jsonl(tmp_path / "r.jsonl", [{"reply_id": "1", "case_id": "wismo-amz-01", "text": GOOD}])
    said = io.StringIO()
    assert mark(CASES, replies, tmp_path / "m.jsonl", 1, "none", said, scheduler="tcp://127.0.0.1:8786") == NOT_STARTED
    assert said.getvalue().count("requirements-cluster.txt") == 2


def test_dask_is_not_loaded_unless_asked_for() -> None:
    code = "import sys, desk.mark, desk.cluster; sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_only_so_many_batches_are_on_their_way() -> None:
    class Done:
        def __init__(self, batch: list[int]) -> None:
            self.batch = batch

        def result(self) -> list[int]:
            flying.discard(self.batch[0])
            return self.batch

    flying: set[int] = set()
    most = 0

    def submit(batch: list[int]) -> Done:
        nonlocal most
        flying.add(batch[0])
        most = max(most, len(flying))
        return Done(batch)

    taken = iter(range(1_000))
    results = in_order(submit, taken, 8, 5)
    assert next(results) == list(range(8)) and next(taken) == 40
    assert [one for batch in results for one in batch] == [n for n in range(8, 1_000) if n != 40]
    assert most == 5


def _die(batch: list[int]) -> list[int]:
    if 3 in batch:
        os._exit(9)
    return batch


def _nothing() -> None:
    """A process needs no beginning here."""


def test_a_process_that_dies_ends_the_run_in_words() -> None:
    with pytest.raises(Unreachable, match="--workers"):
        list(by_processes(_die, range(8), 2, 1, _nothing, ()))


def test_marks_by_two_processes_are_those_of_one() -> None:
    rows, cases = numbered(20), load_cases(CASES)
    assert list(marks(rows, cases, 2, "none")) == list(marks(rows, cases, 1, "none"))
