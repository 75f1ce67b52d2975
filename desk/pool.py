"""Work shared out to processes: bounded in flight, given back in the order it came."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Protocol, TypeVar

from content.errors import Unreachable

AHEAD = 4  # batches in flight for each worker: enough that none waits, few enough that no file fills the memory
A = TypeVar("A")
B = TypeVar("B")


class Coming(Protocol):
    """A result that is on its way, from a process or from a cluster."""

    def result(self) -> Any:
        """Waits for it."""
        ...


def in_order(submit: Callable[[list[A]], Coming], items: Iterable[A], size: int, ahead: int) -> Iterator[Any]:
    """Results of ``submit`` over batches of ``size`` items, in input order; at most ``ahead`` batches are in flight."""
    left = iter(items)
    flying: deque[Coming] = deque()
    while True:
        while len(flying) < ahead and (batch := list(islice(left, size))):
            flying.append(submit(batch))
        if not flying:
            return
        yield flying.popleft().result()


def by_processes(
    work: Callable[[list[A]], Sequence[B]],
    items: Iterable[A],
    size: int,
    workers: int,
    start: Callable[..., None],
    given: tuple[Any, ...],
) -> Iterator[B]:
    """``work`` over batches of ``items`` by ``workers`` fresh processes, each begun with ``start(*given)``.

    Raises Unreachable when a process dies: what it was doing is not known.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, start, given) as pool:
        try:
            for results in in_order(lambda batch: pool.submit(work, batch), items, size, AHEAD * workers):
                yield from results
        except BrokenProcessPool as error:
            raise Unreachable(
                "一个评分进程意外结束（内存不足？），请用更少的 --workers 重试。",
                "A marking process ended unexpectedly (out of memory?); try again with fewer --workers.",
            ) from error
