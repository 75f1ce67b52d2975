"""Measuring agreement while the app goes on: one set at a time, in a process apart, results kept.

A report is kept under the words of its set, the reader and the rubric: asking again costs nothing.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.errors import HaikeError, NotAllowed, NotFound
from desk.agree import Told, key_of, shipped, told_apart
from desk.house import Desk
from desk.own_reviews import own_reviews
from desk.people import Person
from desk.rated import REPLIES, RatedSet, load_set
from desk.start import CASES
from grading.agreement import report
from grading.judged import Compared

KEPT = 12  # reports
MOST = 2_000  # replies of an uploaded set
LOG = logging.getLogger(__name__)


@dataclass
class Job:
    """A measurement under way or done: how far it is, then the report or what went wrong."""

    key: str
    total: int
    done: int = 0
    told: Told | None = None
    trouble: HaikeError | None = None

    @property
    def running(self) -> bool:
        """True until there is a report or a trouble."""
        return self.told is None and self.trouble is None


_jobs: OrderedDict[str, Job] = OrderedDict()
_lock, _turn = threading.Lock(), threading.Lock()


def sets(teacher: Person) -> tuple[str, ...]:
    """The names of the shipped sets. Raises NotAllowed for a student."""
    _teachers_only(teacher)
    return tuple(shipped())


def job(key: str) -> Job | None:
    """The job of that key; None when it is not kept any more."""
    with _lock:
        return _jobs.get(key)


def start_shipped(teacher: Person, name: str) -> Job:
    """Starts measuring a shipped set, or finds it measured. Raises NotFound for an unknown one."""
    _teachers_only(teacher)
    if (path := shipped().get(name)) is None:
        raise NotFound(f"没有名为 {name} 的样本。", f"There is no set called {name}.")
    return _start_set(load_set(path))


def start_upload(teacher: Person, files: Sequence[tuple[str, bytes]]) -> Job:
    """Starts measuring uploaded files: one table or ``replies.jsonl``, and case files where they are not the shipped.

    Raises ContentError for what is wrong in them and NotAllowed for too many replies.
    """
    _teachers_only(teacher)
    folder = Path(tempfile.mkdtemp(prefix="haike-rated-"))
    try:
        rated = _unpacked(folder, files)
        if len(rated.rows) > MOST:
            raise NotAllowed(f"一次最多 {MOST} 条回信。", f"At most {MOST} replies at once.")
        return _start_set(rated, lambda: shutil.rmtree(folder, ignore_errors=True))
    except HaikeError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def start_own(desk: Desk, teacher: Person) -> Job:
    """Starts measuring the teacher's own reviews. Raises NotFound when she has none."""
    _teachers_only(teacher)
    items = own_reviews(desk, teacher)
    if not items:
        raise NotFound("你还没有改过任何评分。", "You have not changed any grade yet.")
    words = "".join(item.model_dump_json() for item in items)
    key = hashlib.sha256(f"{desk.rubric.version} {words}".encode()).hexdigest()[:16]
    return _start(key, len(items), lambda made: _own_told(desk, items, made))


def _own_told(desk: Desk, items: Sequence[Compared], made: Job) -> Told:
    made.done = made.total
    return Told(name="", reader="", rubric=desk.rubric.version, report=report(items))


def _start_set(rated: RatedSet, tidy: Callable[[], None] = lambda: None) -> Job:
    def work(made: Job) -> Told:
        def step(done: int, _: int) -> None:
            made.done = done

        return told_apart(rated, step=step)

    return _start(key_of(rated), len(rated.rows), work, tidy)


def _start(key: str, total: int, work: Callable[[Job], Told], tidy: Callable[[], None] = lambda: None) -> Job:
    """The job of ``key``, begun unless it is under way or done; what failed is tried again."""
    with _lock:
        known = _jobs.get(key)
        if known is not None and known.trouble is None:
            _jobs.move_to_end(key)
            tidy()
            return known
        made = _jobs[key] = Job(key, total)
        while len(_jobs) > KEPT:
            _jobs.popitem(last=False)
    threading.Thread(target=_run, args=(made, work, tidy), name=f"agreement {key}", daemon=True).start()
    return made


def _run(made: Job, work: Callable[[Job], Told], tidy: Callable[[], None]) -> None:
    try:
        with _turn:  # one at a time: a class goes on beside it
            made.told = work(made)
    except HaikeError as error:
        made.trouble = error
    except Exception:
        LOG.exception("measuring agreement failed")
        made.trouble = HaikeError("计算没有完成，请再试一次。", "The measurement did not finish; try again.")
    finally:
        tidy()


def _unpacked(folder: Path, files: Sequence[tuple[str, bytes]]) -> RatedSet:
    """The uploaded files laid out as a set; only the last part of a name is kept, and only its safe letters."""
    cases = folder / "cases"
    tables: list[Path] = []
    for number, (name, data) in enumerate(files):
        ending = Path(name).suffix.lower()
        stem = "".join(c for c in Path(name.replace("\\", "/")).stem if c.isalnum() or c in "-_")[:60]
        if ending in (".yaml", ".yml"):
            cases.mkdir(exist_ok=True)
            (cases / f"{number:03d}-{stem}.yaml").write_bytes(data)
        else:
            tables.append(folder / f"{stem or REPLIES}{ending}")
            tables[-1].write_bytes(data)
    if len(tables) != 1:
        raise NotAllowed(
            "请选一个评分表（CSV 或 JSONL），案例文件可以一起选。",
            "Choose one table of ratings (CSV or JSONL); its case files may come along.",
        )
    return load_set(tables[0], cases if cases.is_dir() else CASES)


def _teachers_only(who: Person) -> None:
    if who.role != "teacher":
        raise NotAllowed("这一页只给老师看。", "This page is for teachers only.")
