"""What reading costs beside its peers, as ratios of CPU time taken in one run.

``python bench/import_speed.py [rounds]``. Subject and peers take turns, so that a slow spell slows
both; medians are compared. Goals: bench/README.md.
"""

from __future__ import annotations

import compileall
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine

import xlform

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"


def with_openpyxl() -> None:
    openpyxl.load_workbook(SAMPLE)


def with_calamine() -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(SAMPLE))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def with_xlform() -> None:
    xlform.read(SAMPLE)


def own_cpu(work: Callable[[], None], times: int) -> float:
    """Seconds of CPU that ``work`` takes once, over ``times`` calls."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def child_cpu(command: list[str]) -> float:
    """Seconds of CPU, user and system, that a whole process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def ratio(name: str, subject: list[float], peer: list[float], goal: float) -> None:
    """Print the median of the paired ratios, and the goal."""
    paired = statistics.median(one / other for one, other in zip(subject, peer, strict=True))
    milliseconds = statistics.median(subject) * 1000
    print(f"{name:<58} {paired:6.3f}   goal {goal:<5} ({milliseconds:.2f} ms)")


def reading(rounds: int) -> None:
    """A batch that reads the sample again and again, templates loaded once."""
    for work in (with_xlform, with_calamine, with_openpyxl):
        work()
    subject, calamine, loading = [], [], []
    for _ in range(rounds):
        subject.append(own_cpu(with_xlform, 10))
        calamine.append(own_cpu(with_calamine, 20))
        loading.append(own_cpu(with_openpyxl, 1))
    ratio("import of the sample / openpyxl.load_workbook", subject, loading, 0.12)
    ratio("import of the sample / python-calamine, bare", subject, calamine, 6)


def starting(rounds: int) -> None:
    """Whole processes, from a compiled installation as pip leaves it."""
    compileall.compile_dir(ROOT / "src", quiet=1)
    python = [sys.executable]
    bare, page, import_one = [], [], []
    for _ in range(rounds + 1):
        bare.append(child_cpu([*python, "-c", "import click"]))
        page.append(child_cpu([*python, "-m", "xlform", "--help"]))
        import_one.append(child_cpu([*python, "-m", "xlform", "import", str(SAMPLE)]))
    ratio('xlform --help / python -c "import click"', page[1:], bare[1:], 1.3)
    ratio('xlform import 云田镇.xlsx / python -c "import click"', import_one[1:], bare[1:], 2.5)


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    reading(asked)
    starting(asked)
