"""Writes the blank workbooks and the sample submissions: ``python samples/build``."""

from __future__ import annotations

from pathlib import Path

from blanks import write_blanks
from content import load
from forms import all_forms
from grid import Placement, Sheet
from write import write_book

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent
TEMPLATES = SAMPLES.parent / "templates"
CONTENT = HERE / "content"


def write_yuntian() -> Path:
    """Write the submission of a town, six forms on six sheets."""
    unit = load(CONTENT / "云田镇.toml")
    names = ["附表1", "附表2", *(f"附表3-{n}" for n in range(1, len(unit.directions) + 1))]
    sheets = [
        Sheet(name, (Placement(form),)) for name, form in zip(names, all_forms(unit), strict=True)
    ]
    path = SAMPLES / "云田镇.xlsx"
    write_book(path, sheets, title="2023年部门整体支出绩效目标表", author=unit.unit)
    return path


def main() -> None:
    """Write everything and name each file."""
    root = SAMPLES.parent
    for path in [*write_blanks(TEMPLATES), write_yuntian()]:
        print(path.relative_to(root))


if __name__ == "__main__":
    main()
