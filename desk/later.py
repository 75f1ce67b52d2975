"""Work that nobody waits for: one thread, a short queue; what does not fit in is left undone."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

MOST = 200  # jobs that may wait
_log = logging.getLogger(__name__)


class Later:
    """A queue with one thread of its own, which begins with the first job and ends with the process."""

    def __init__(self, name: str, most: int = MOST) -> None:
        self._name = name
        self._jobs: queue.Queue[Callable[[], object]] = queue.Queue(most)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def soon(self, job: Callable[[], object]) -> bool:
        """Puts ``job`` in the queue and returns at once; False when there is no room for it."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        return True

    def wait(self) -> None:
        """Returns when every job that was put in is done."""
        self._jobs.join()

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            try:
                job()
            except Exception as error:
                _log.warning("%s: a job failed with %s", self._name, type(error).__name__)
            finally:
                self._jobs.task_done()
