"""What mending a file costs beside loading and saving it with openpyxl, as ratios of time.

``python bench/fix_speed.py [rounds]``. The sample with one broken total is read, checked, mended,
read again and checked again, in a warm batch; openpyxl loads and saves the same file and checks
nothing. Both take turns; the medians of the paired ratios are printed. Goals: bench/README.md.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl

from xlform.fixing.fix import Fixer
from xlform.ooxml.edit.cells import CellContent, edit_workbook

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
_GOAL = 0.4
_TIMES = 5


def broken_sample(folder: Path) -> Path:
    """The sample, its results as they are, with the last row left out of one total."""
    path = folder / "云田镇.xlsx"
    broken = CellContent("formula", "SUM(D22:D25)", Decimal(65))
    path.write_bytes(
        edit_workbook(SAMPLE.read_bytes(), str(path), {"附表3-1": {(27, 4): broken}}, {})
    )
    return path


def with_openpyxl(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book.save(io.BytesIO())


def spent(clock: Callable[[], float], work: Callable[[], object], times: int) -> float:
    """Seconds that ``work`` takes once, over ``times`` calls."""
    start = clock()
    for _ in range(times):
        work()
    return (clock() - start) / times


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = broken_sample(Path(folder))
        fixer = Fixer()

        def mend() -> None:
            fixer.fix(path)

        def load_and_save() -> None:
            with_openpyxl(path)

        assert len(fixer.fix(path).changes) == 1  # noqa: S101  (what is timed has to be done)
        load_and_save()
        for name, clock in (("wall", time.perf_counter), ("CPU, own process", time.process_time)):
            paired, ours = [], []
            for _ in range(rounds):
                mine = spent(clock, mend, _TIMES)
                paired.append(mine / spent(clock, load_and_save, 1))
                ours.append(mine)
            milliseconds = statistics.median(ours) * 1000
            print(
                f"fix of the sample / openpyxl load and save, {name:<16} "
                f"{statistics.median(paired):6.3f}   goal {_GOAL} ({milliseconds:.1f} ms)"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
