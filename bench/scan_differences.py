"""Differences planted between workbooks and their scans: how many are found, and false ones a page.

    python bench/scan_differences.py [--each N] [WORKBOOK …]

prints each workbook by LibreOffice, damages its pages as a scanner does (150 dpi, skew, noise, JPEG
60, a seal, a fold) and reads them once. Then one figure of the workbook after another is changed in
its cell, the workbook read again and compared with the scan. Prints the differences found, those
that are found as doubtful, those missed, and the differences that nobody planted.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec
from printed_pages import SCANNED, damaged, printed

from xlform.comparison.compare import compare
from xlform.comparison.model import Difference
from xlform.formats.scan.characters import Recogniser
from xlform.formats.scan.content import ScanContent
from xlform.formats.scan.page import read_page
from xlform.formats.scan.reader import seals_by_page
from xlform.formats.scan.sheets import scan_sheets
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, Grid
from xlform.model.submission import Source, Submission
from xlform.reading.submission import read_grid
from xlform.submission.read import read_with_grid
from xlform.template.store import load_templates, template_folders

_SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_TEMPLATES = load_templates(template_folders())
_UNITS = ("住房和城乡建设局", "农业农村局", "卫生健康局")
_SEED = 20


class Planted(NamedTuple):
    """Change of one cell: what kind it is, and its text before and after."""

    kind: str
    sheet: str
    cell: str
    old: str
    new: str


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("workbooks", nargs="*", type=Path)
    parser.add_argument("--each", type=int, default=50)
    options = parser.parse_args()
    paths = options.workbooks or [
        _SAMPLES / "云田镇.xlsx", *(_SAMPLES / "district" / f"{name}.xlsx" for name in _UNITS)
    ]  # fmt: skip
    recogniser = Recogniser()
    total: Counter[str] = Counter()
    for path in paths:
        pages = [damaged(page, SCANNED, number) for number, page in enumerate(printed(path))]
        content = ScanContent(tuple(read_page(page, recogniser) for page in pages))
        counted = compared(path, content, options.each)
        print(path.stem, dict(counted))
        total += counted
    print("all", dict(total), f"false a page: {total['false'] / total['pages']:.2f}")


def compared(path: Path, content: ScanContent, each: int) -> Counter[str]:
    """Return the counts for one workbook and what is on its scan."""
    pages = Grid(scan_sheets(content, path.name), seals=seals_by_page(content))
    scan = read_grid(pages, Source("scan.pdf", "pdf", ""), _TEMPLATES)
    workbook, grid = read_with_grid(path)
    if grid is None:
        raise ValueError(path)
    before = compare(workbook, scan, _TEMPLATES).differences
    known = set(map(_key, before))
    counts = Counter(pages=len(content.pages))
    for difference in before:
        counts["false-doubtful" if difference.kind == "doubtful" else "false"] += 1
        print("  nobody planted:", *_told(difference), file=sys.stderr)
    for planted in _chosen(workbook, grid, each):
        changed = read_grid(_with(grid, planted), workbook.source, _TEMPLATES)
        found = [one for one in compare(changed, scan, _TEMPLATES).differences
                 if _key(one) not in known and _shows(one, planted)]  # fmt: skip
        kind = "missed"
        if found:
            kind = "doubtful" if all(one.kind == "doubtful" for one in found) else "found"
        counts[kind] += 1
        if kind == "missed":
            print("  missed:", *planted, file=sys.stderr)
    return counts


def _key(difference: Difference) -> tuple[str, ...]:
    left, right = difference.left, difference.right
    return (
        difference.kind, difference.form, left.cell if left else "", left.text if left else "",
        right.cell if right else "", right.text if right else "",
    )  # fmt: skip


def _told(difference: Difference) -> tuple[str, ...]:
    texts = (side.text if side else "-" for side in (difference.left, difference.right))
    return (difference.kind, difference.form, difference.path, *texts)


def _shows(difference: Difference, planted: Planted) -> bool:
    """Return whether a difference is in the cell that was changed, or of its row or column."""
    left = difference.left
    if left is None or left.sheet != planted.sheet:
        return False
    is_column = not left.cell
    return (
        is_column or left.cell == planted.cell or (planted.new != "" and planted.new in left.text)
    )


def _chosen(workbook: Submission, grid: Grid, each: int) -> list[Planted]:
    """Return changes of cells that hold figures and no formula, as many of each kind."""
    possible: dict[str, list[Planted]] = {}
    for planted in _possible(workbook, grid):
        possible.setdefault(planted.kind, []).append(planted)
    chance = random.Random(_SEED)  # noqa: S311  (no secret)
    for kind in possible.values():
        chance.shuffle(kind)
    chosen: list[Planted] = []
    while len(chosen) < each and any(possible.values()):
        for kind in possible.values():
            if kind and len(chosen) < each:
                chosen.append(kind.pop())
    return chosen


def _possible(workbook: Submission, grid: Grid) -> Iterator[Planted]:
    sheets = {sheet.name: sheet for sheet in grid.sheets}
    for form in workbook.forms:
        values = {cell for path, cell in form.origins.items() if not path.endswith(".text")}
        for at, cell in sheets[form.sheet].cells.items():
            name = cell_name(*at)
            if name in values and not cell.formula and re.search("[0-9]", cell.text):
                for kind, change in _CHANGES.items():
                    new = change(cell.text)
                    if new is not None and new != cell.text:
                        yield Planted(kind, form.sheet, name, cell.text, new)


def _digit(text: str) -> str:
    """Return a text with its middle digit raised by one."""
    places = [match.start() for match in re.finditer("[0-9]", text)]
    at = places[len(places) // 2]
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def _last_digit(text: str) -> str | None:
    """Return a text whose last figure, if it is no zero behind the point, ends with another."""
    match = list(re.finditer("[1-9]", text))[-1:]
    return (
        f"{text[: match[0].start()]}{10 - int(match[0][0])}{text[match[0].end() :]}"
        if match
        else None
    )


def _longer(text: str) -> str:
    """Return a text whose first figure is ten times as large."""
    return re.sub(r"[0-9]+", lambda match: f"{match[0]}0", text, count=1)


def _swapped(text: str) -> str | None:
    """Return a text with two digits beside each other swapped."""
    for match in re.finditer(r"(?=([0-9])([0-9]))", text):
        if match[1] != match[2] and match[2] != "0":
            at = match.start()
            return f"{text[:at]}{match[2]}{match[1]}{text[at + 2 :]}"
    return None


def _sign(text: str) -> str | None:
    signs = {"≥": "≤", "≤": "≥", "＞": "＜", "＜": "＞", ">": "<", "<": ">"}
    at = next((place for place, one in enumerate(text) if one in signs), None)
    return None if at is None else f"{text[:at]}{signs[text[at]]}{text[at + 1 :]}"


def _blank(text: str) -> str | None:
    return "" if re.fullmatch(r"[-0-9.,]+", text) else None


_CHANGES: dict[str, Callable[[str], str | None]] = {
    "digit": _digit, "last digit": _last_digit, "ten times": _longer, "swapped": _swapped,
    "sign": _sign, "blank": _blank,
}  # fmt: skip


def _with(grid: Grid, planted: Planted) -> Grid:
    sheets = []
    for sheet in grid.sheets:
        if sheet.name == planted.sheet:
            cells = dict(sheet.cells)
            for at, cell in sheet.cells.items():
                if cell_name(*at) == planted.cell:
                    cells[at] = _changed(cell, planted.new)
                    if not planted.new:
                        del cells[at]
            sheet = msgspec.structs.replace(sheet, cells=cells)  # noqa: PLW2901  (the changed one)
        sheets.append(sheet)
    return msgspec.structs.replace(grid, sheets=tuple(sheets))


def _changed(cell: Cell, text: str) -> Cell:
    is_number = isinstance(cell.value, Decimal) and text
    return msgspec.structs.replace(cell, value=Decimal(text) if is_number else text)


if __name__ == "__main__":
    main()
