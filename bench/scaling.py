"""How marking in bulk scales: by N processes against one, load included. ``python -m bench.scaling [COUNT [N]]``.

The clock tells the truth on an idle machine only; the processor time beside it also tells it on a busy one, as long as
no worker waits.
"""

from __future__ import annotations

import os
import sys

from bench.marks import run

WITHIN = 0.85  # of N times the rate of one
TIMES = 2  # each, in turn; the best counts


def main(count: int = 1000, workers: int = os.cpu_count() or 1) -> int:
    """Prints both efficiencies; returns 1 when the one by the clock is under the bar."""
    runs = [(run(count, 1), run(count, workers)) for _ in range(TIMES)]
    one, many = (min(pair[n].wall for pair in runs) for n in (0, 1))
    spent = [min(pair[n].spent for pair in runs) for n in (0, 1)]
    share = one / (many * workers)
    print(f"{count} replies: {one:.1f} s by one process, {many:.1f} s by {workers}")
    print(f"{share:.0%} of {workers} times the rate by the clock, {spent[0] / spent[1]:.0%} by processor time")
    print("within 15 %" if share >= WITHIN else "not within 15 %")
    return int(share < WITHIN)


if __name__ == "__main__":
    sys.exit(main(*(int(a) for a in sys.argv[1:])))
