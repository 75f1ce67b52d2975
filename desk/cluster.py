"""The same marking on a Dask cluster: ``python -m desk mark … --scheduler ADDRESS``.

Every worker needs this folder on its path (start ``python -m dask worker`` in it) and best one thread, because most of
the work is plain Python. The cases travel with the run, so the workers need no files of the teacher's. A worker that
dies takes nothing with it: the scheduler gives its batches to another one, and results are collected once, in input
order.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any

from content.errors import Unreachable
from desk.pool import AHEAD, in_order
from grading.rubric import load_rubric
from reading.read import VERSION

PATIENCE = 15  # seconds to reach the scheduler, and for its first worker to appear
Work = Callable[[Any], Any]


class Lost:
    """What comes back for a batch whose workers died again and again: the batch itself, not done."""

    def __init__(self, batch: list[Any]) -> None:
        self.batch = batch


class _Batch:
    """A batch on its way through the cluster."""

    def __init__(self, batch: list[Any], future: Any) -> None:
        self.batch, self.future = batch, future

    def result(self) -> Any:
        from distributed import KilledWorker

        try:
            return self.future.result()
        except KilledWorker:
            return Lost(self.batch)


def by_cluster(
    address: str, make: Callable[..., Work], given: tuple[Any, ...], items: Iterable[Any], size: int
) -> Iterator[Any]:
    """Results, a list a batch or ``Lost``, of ``make(*given)`` over ``items`` on the cluster at ``address``.

    ``make`` runs once a worker and run. Raises Unreachable in words when Dask is not installed, when the scheduler or
    its workers do not answer, and when the connection is lost for good.
    """
    client = _client(address)
    run = f"haike-{uuid.uuid4().hex}"

    def submit(batch: list[Any]) -> _Batch:
        return _Batch(batch, client.submit(_work, run, batch, pure=False))

    try:
        threads = _ready(client, address)
        client.register_plugin(_plugin(run, make, given))
        try:
            yield from in_order(submit, items, size, AHEAD * threads)
        finally:
            client.unregister_worker_plugin(run)
    except (OSError, TimeoutError, CancelledError) as error:
        raise Unreachable(
            f"与 Dask 调度器 {address} 的连接断了，没有写出结果；请检查集群后重试。",
            f"The connection to the Dask scheduler {address} was lost and nothing was written; "
            "look at the cluster and try again.",
        ) from error
    finally:
        client.close(timeout=2)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise Unreachable(
            "没有安装 Dask；请先运行 pip install -r requirements-cluster.txt，或者去掉 --scheduler。",
            "Dask is not installed; run pip install -r requirements-cluster.txt first, or leave out --scheduler.",
        ) from error
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise Unreachable(
            f"连不上 Dask 调度器 {address}；请确认它已启动，地址形如 tcp://主机:8786。",
            f"The Dask scheduler {address} does not answer; see that it runs and that the address looks like "
            "tcp://host:8786.",
        ) from error


def _ready(client: Any, address: str) -> int:
    """How many threads the workers have together, once there is one and all of them read like this program."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise Unreachable(
            f"Dask 调度器 {address} 没有工作进程；请在本项目的文件夹里用 python -m dask worker 启动。",
            f"The Dask scheduler {address} has no workers; start python -m dask worker in this program's folder.",
        ) from error
    found = set(client.run(_asks_version()).values())
    if "" in found:
        raise Unreachable(
            "集群的工作进程找不到本程序；请在本项目的文件夹里用 python -m dask worker 启动它们。",
            "The cluster's workers do not find this program; start them with python -m dask worker in its folder.",
        )
    if found != {versions()}:
        raise Unreachable(
            f"集群上的程序版本不同（{sorted(found)}，这里是 {versions()}）；请先统一版本。",
            f"The cluster runs another version ({sorted(found)}, here it is {versions()}); bring them in line first.",
        )
    return max(1, sum(int(n) for n in client.nthreads().values()))


def versions() -> str:
    """What marks depend on, to be the same here and on every worker."""
    return f"reader {VERSION}, rubric {load_rubric().version}"


def _asks_version() -> Callable[[], str]:
    """``versions`` for a worker that may not have this program: a function that travels whole, not by its name."""

    def asks() -> str:
        try:
            from desk.cluster import versions
        except ImportError:
            return ""
        return versions()

    return asks


_lock = threading.Lock()
_given: dict[str, tuple[Callable[..., Work], tuple[Any, ...]]] = {}
_made: dict[str, Work] = {}


def _plugin(run: str, make: Callable[..., Work], given: tuple[Any, ...]) -> Any:
    """Hands ``given`` to every worker of the run, also to one that joins or comes back later."""
    from distributed import WorkerPlugin

    class Giver(WorkerPlugin):
        name = run

        def setup(self, worker: Any) -> None:
            _keep(run, make, given)

        def teardown(self, worker: Any) -> None:
            _forget(run)

    return Giver()


def _keep(run: str, make: Callable[..., Work], given: tuple[Any, ...]) -> None:
    _given[run] = (make, given)


def _forget(run: str) -> None:
    _given.pop(run, None)
    _made.pop(run, None)


def _work(run: str, batch: list[Any]) -> list[Any]:
    """One batch on a worker; the first one of a run loads the reader."""
    with _lock:
        if run not in _made:
            make, given = _given[run]
            _made[run] = make(*given)
        work = _made[run]
    return [work(one) for one in batch]
