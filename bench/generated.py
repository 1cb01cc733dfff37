"""Writes any number of made-up submissions: ``python bench/generated.py FOLDER [COUNT]``.

Sized and laid out like the samples; among a hundred files some are sent twice, some copy a goal
from another unit, one counts in 元. The same number gives the same bytes on any machine.
``units.csv`` beside them is the roster of the units, three of which hand in nothing.
"""

from __future__ import annotations

import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "samples" / "build"))

from content import Submission
from made_up import made_up, unit_name
from planted import in_yuan, laid_out, with_faults
from write import write_book

_ROSTER = "units.csv"
_ABSENT = 3
_CHUNK = 50
# Every so manieth file: sent again, another unit's goal in it, in 元.
_AGAIN, _COPIED, _YUAN = 40, 25, 100


def write_batch(folder: Path, count: int, *, processes: int = 2) -> list[Path]:
    """Write so many submissions into ``folder`` and their roster; those there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_roster(folder, count)
    asked = [(folder, number) for number in range(count)]
    with ProcessPoolExecutor(processes) as pool:
        return list(pool.map(_write, *zip(*asked, strict=True), chunksize=_CHUNK))


def _write(folder: Path, number: int) -> Path:
    path = folder / file_name(number)
    if not path.exists():
        draw = random.Random(f"file {number}")  # noqa: S311  (no secret)
        unit = submission(number)
        title = f"{unit.year}年预算绩效目标表"
        write_book(path, laid_out(unit, draw), title=title, author=unit.unit)
    return path


def file_name(number: int) -> str:
    """The name of the file of that number; one sent again says so."""
    if _is_again(number):
        return f"{unit_name(number - 1)[1]}（最终版）.xlsx"
    return f"{unit_name(number)[1]}.xlsx"


def submission(number: int) -> Submission:
    """The submission of that number, with what is wrong with it."""
    whose = number - 1 if _is_again(number) else number
    unit = made_up(whose)
    if whose % _COPIED == _COPIED - 1:
        unit = _copying(unit, made_up(whose - 4))
    draw = random.Random(f"faults {number}")  # noqa: S311  (no secret)
    unit = with_faults(unit, draw)
    return in_yuan(unit) if whose % _YUAN == _YUAN // 2 else unit


def _is_again(number: int) -> bool:
    return number % _AGAIN == _AGAIN - 1


def _copying(unit: Submission, other: Submission) -> Submission:
    """The submission with the duties and the first goal of another unit."""
    first = unit.funds[0]
    direction = replace(first.directions[0], annual_goal=other.funds[0].directions[0].annual_goal)
    fund = replace(first, directions=(direction, *first.directions[1:]))
    return replace(unit, funds=(fund, *unit.funds[1:]))


def _write_roster(folder: Path, count: int) -> None:
    numbers = [number for number in range(count) if not _is_again(number)]
    absent = range(count + _AGAIN, count + _AGAIN + _ABSENT)
    rows = [",".join(unit_name(number)) for number in (*numbers, *absent)]
    (folder / _ROSTER).write_text("\n".join(["单位名称,简称", *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    start = time.perf_counter()
    written = write_batch(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    print(f"{len(written)} files in {time.perf_counter() - start:.0f} s")
