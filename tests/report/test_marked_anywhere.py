"""Marks at cells drawn at random: there, blank, merged, or in rows that are not there."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from marking import MAIN, finding, mark, raw, unmark
from richbook import members, rich_workbook, shape

from xlform.formats.xlsx import read_xlsx
from xlform.grid.address import cell_name, parse_cell
from xlform.model.findings import SEVERITIES, Finding
from xlform.ooxml.read.package import Package
from xlform.ooxml.read.workbook import read_workbook

SAMPLES = Path(__file__).parents[2] / "samples"
FAR_ROW, FAR_COLUMN = 900, 100


def anywhere(dice: random.Random, sheet: str) -> Finding:
    row = FAR_ROW if dice.random() < 0.03 else dice.randint(1, 60)
    column = FAR_COLUMN if dice.random() < 0.03 else dice.randint(1, 20)
    return finding(sheet, cell_name(row, column), dice.choice(SEVERITIES))


@pytest.mark.parametrize("seed", range(12))
def test_marks_fall_where_they_should_and_nowhere_else(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  (a test that can be run again)
    sources = [rich_workbook(), *(path.read_bytes() for path in sorted(SAMPLES.rglob("*.xlsx")))]
    before = dice.choice(sources)
    parts = {s.name: s.part for s in read_workbook(Package(before, "x")).sheets}
    findings = [anywhere(dice, name) for name in parts for _ in range(dice.choice([0, 1, 5, 40]))]
    after = mark(before, *findings)
    old, new = members(before), members(after)
    for sheet in read_xlsx(before, "x").sheets:
        was, now = (ET.fromstring(every[parts[sheet.name]]) for every in (old, new))  # noqa: S314
        asked = {parse_cell(one.cell) for one in findings if one.sheet == sheet.name}
        merged = {cell: merge for merge in sheet.merges for cell in asked if merge.covers(*cell)}
        corners = {cell: (merge.top, merge.left) for cell, merge in merged.items()}
        rows = [int(row.get("r", "")) for row in now.iter(f"{MAIN}row")]
        assert rows == sorted(set(rows))
        for row in now.iter(f"{MAIN}row"):
            cells = [parse_cell(cell.get("r", "")) for cell in row]
            assert cells == sorted(set(cells))
        expected = {cell_name(*corners.get(cell, cell)) for cell in asked}
        assert unmark(now, was) == expected
        _take_out_hints_and_drawing(was, now)
        assert shape(now) == shape(was)
    kept = set(raw(before)) - set(parts.values())
    kept = {name for name in kept if name.startswith(("xl/theme", "xl/shared", "xl/media", "doc"))}
    assert all(raw(after)[name] == raw(before)[name] for name in kept)


def _take_out_hints_and_drawing(was: ET.Element, now: ET.Element) -> None:
    for row in (*was.iter(f"{MAIN}row"), *now.iter(f"{MAIN}row")):
        row.attrib.pop("spans", "")
    drawing = now.find(f"{MAIN}legacyDrawing")
    if drawing is not None and was.find(f"{MAIN}legacyDrawing") is None:
        now.remove(drawing)
