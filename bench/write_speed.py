"""What writing a submission costs beside openpyxl's load and save of the sample, in CPU time.

``python bench/write_speed.py [rounds]``. The sample's submission is laid out in the official
blanks, packed, read again and compared, in a warm process; openpyxl loads and saves the sample and
lays out nothing. Both take turns; medians of the paired ratios are printed. Goal: at most 0.12.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

import xlform
from xlform.template.store import load_templates, templates_folder
from xlform.writing.workbook_draft import draft_workbook
from xlform.writing.writer import write

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
_GOAL = 0.12
_TIMES = 5


def with_openpyxl() -> None:
    book = openpyxl.load_workbook(SAMPLE)
    book.save(io.BytesIO())


def spent(work: Callable[[], object], times: int) -> float:
    """CPU seconds that ``work`` takes once, over ``times`` calls."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def main(rounds: int) -> None:
    submission = xlform.read(SAMPLE)
    templates = load_templates(templates_folder())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "规范.xlsx"
        works: dict[str, Callable[[], object]] = {
            "laid out and packed": lambda: draft_workbook(submission, templates),
            "written, read again, compared": lambda: write(submission, place),
            "read, written, read again": lambda: write(xlform.read(SAMPLE), place),
        }
        for work in (*works.values(), with_openpyxl):
            work()
        ratios: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(rounds):
            peer = spent(with_openpyxl, _TIMES)
            for name, work in works.items():
                ratios[name].append(spent(work, _TIMES) / peer)
    print(f"openpyxl load and save: {peer * 1000:.1f} ms of CPU time in the last round")
    for name, found in ratios.items():
        low, high = min(found), max(found)
        print(f"{name}: {statistics.median(found):.3f} of it ({low:.3f} to {high:.3f})")
    written = statistics.median(ratios["written, read again, compared"])
    print(f"goal {_GOAL}: {'kept' if written <= _GOAL else 'missed'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
