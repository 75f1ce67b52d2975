"""Trains all that is trained, by one command: wording, heads, task scale, level scale (``python -m desk train``).

The order matters: wording and heads first, since levels and tasks are weighed with them; then the rows of the rated
sets are taken anew, and the two scales are fitted to them. The same corpus gives the same bytes on one machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

import grading.scale
import reading.train
from desk import form
from desk.rows import taken, write_tasks
from grading.train import fitted, save
from reading import scale as task_scale
from reading import wording
from reading.read import load_reader

SHIPPED = Path(grading.scale.__file__).parent / "rated"
LEARNED_FROM = ("train", "tune")  # never from the held-out cases


def train(heads: bool = True) -> int:
    """Trains from the shipped sets. Returns 0.

    ``heads`` False keeps the heads and fits the two scales only: quicker, but the heads have seen the replies, so that
    the scales trust them too much.
    """
    sets = [SHIPPED / name for name in LEARNED_FROM]
    sentences = list(form.lines(sets))
    form.write(sentences)
    wording.save(wording.learnt())
    worded = form.parts(sentences)
    folds = reading.train.main()[1] if heads else ()
    reader = load_reader("onnx")
    tasks, replies = [], []
    for found, row in taken(sets, reader, folds, worded):
        tasks += found
        replies += [row] if row else []
        print(f"\r{len(replies)}", end="", file=sys.stderr)
    write_tasks(tasks, task_scale.TABLE)
    task_scale.fitted().save()
    save(fitted(replies), reader.embedder.name if reader.embedder else "")
    print(f"\n{len(tasks)} tasks, {len(replies)} replies: {task_scale.ARTEFACT.name}, {grading.scale.ARTEFACT.name}")
    return 0
