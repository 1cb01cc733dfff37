"""What is remembered of the skeletons of sheets changes nothing that is read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from xlform.errors import UnknownForm
from xlform.formats.source import read_file
from xlform.grid.model import Cell, Grid, Position, Sheet
from xlform.model.memoize import empty_caches
from xlform.model.submission import Submission
from xlform.reading import submission as reading
from xlform.reading.forms import read_form
from xlform.reading.index import FILLED, Labels, SheetIndex
from xlform.reading.known_layouts import locate
from xlform.reading.known_rows import TablePlan
from xlform.reading.layout import find_layout
from xlform.reading.regions import find_regions
from xlform.reading.skeleton import told_by_skeleton
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
RECORD, GRID = read_file(SAMPLES / "云田镇.xlsx")
TEMPLATES = load_templates(templates_folder())
# What a cell may hold in the next file, of the same skeleton or of one that is hardly another.
TEXTS = (
    "", " ", "甲", "合计", "金额：", "金额： 5", "填报人：王某 电话：1", "年度绩效目标", "10",
    FILLED,
)  # fmt: skip


def with_cell(sheet: Sheet, at: Position, text: str) -> Sheet:
    return msgspec.structs.replace(sheet, cells={**sheet.cells, at: Cell(text)})


def variants(sheet: Sheet, first: int) -> Iterator[Sheet]:
    """Yield sheets that differ from one another in one cell, or in one merge."""
    for number, (at, cell) in enumerate(sheet.cells.items()):
        if number % 9 == first:
            text = TEXTS[number % len(TEXTS)]
            yield with_cell(sheet, at, text)
            yield with_cell(sheet, at, f"{cell.text}{text}")
            yield with_cell(sheet, at, cell.text[:-1])
            yield sheet
            yield with_cell(sheet, (at[0], at[1] + 1), text)
            yield msgspec.structs.replace(
                sheet, cells={one: kept for one, kept in sheet.cells.items() if one != at}
            )
    for number in range(first, len(sheet.merges), 5):
        yield msgspec.structs.replace(
            sheet, merges=sheet.merges[:number] + sheet.merges[number + 1 :]
        )


@pytest.mark.parametrize("sheet", GRID.sheets, ids=lambda sheet: sheet.name)
def test_layouts_are_those_that_are_found_in_the_sheet_itself(sheet: Sheet) -> None:
    warm = Labels.of(TEMPLATES)
    for first in (0, 4):
        for variant in variants(sheet, first):
            index = SheetIndex(variant, warm)
            cold = SheetIndex(variant, Labels(warm.known, warm.spanning, warm.inside))
            assert index.label_cells == cold.label_cells
            assert (index.rows, index.labelled) == (cold.rows, cold.labelled)
            regions = find_regions(index, TEMPLATES)
            assert regions == find_regions(cold, TEMPLATES)
            for region in regions:
                assert locate(index, region) == find_layout(cold, region)


def row_texts(sheet: Sheet) -> Iterator[tuple[Position, str]]:
    """Yield texts that decide which rows a table has, in the places of others."""
    below = {at: sheet.cells[at].text for at in sheet.cells}
    for number, (row, column) in enumerate(sheet.cells):
        if (row + 1, column) in below and number % 4 == 0:
            yield (row + 1, column), below[row, column]
            yield (row + 1, column), ("合计", "小计", "甲\n乙", "1", "=1")[number // 4 % 5]


def read(grid: Grid) -> Submission | str:
    try:
        return reading.read_grid(grid, RECORD, TEMPLATES)
    except UnknownForm as error:
        return str(error)


@pytest.mark.parametrize(("number", "first"), [(0, 1), (2, 3), (3, 5), (4, 7)])
def test_what_was_read_before_changes_nothing(number: int, first: int) -> None:
    sheet = GRID.sheets[number]
    sheets = [
        *variants(sheet, first),
        msgspec.structs.replace(sheet, hidden_rows=frozenset({12, 20, 21})),
        *(with_cell(sheet, at, text) for at, text in row_texts(sheet)),
        sheet,
    ]
    grids = [msgspec.structs.replace(GRID, sheets=(one,)) for one in sheets]
    warm = [read(grid) for grid in grids]
    again = [read(grid) for grid in reversed(grids)][::-1]
    for grid, before, after in zip(grids, warm, again, strict=True):
        reading._labels.cache_clear()  # noqa: SLF001  (as in a program that was just started)
        assert read(grid) == before == after


def test_rows_are_told_by_the_skeleton() -> None:
    """Tables whose rows are looked for in each file must stay the exception."""
    labels = Labels.of(TEMPLATES)
    told = tables = 0
    for sheet in GRID.sheets:
        for _ in range(2):
            index = SheetIndex(sheet, labels)
            for region in find_regions(index, TEMPLATES):
                read_form(index, region)
        tables += sum(len(region.template.tables) for region in find_regions(index, TEMPLATES))
        told += sum(isinstance(known, TablePlan) for known in index.known.values())
    assert told == tables


def test_most_layouts_are_told_by_the_skeleton() -> None:
    """What takes texts is looked for twice: it must stay the exception."""
    labels = Labels.of(TEMPLATES)
    told = 0
    for sheet in GRID.sheets:
        index = SheetIndex(sheet, labels)
        for region in find_regions(index, TEMPLATES):
            locate(index, region)
            told += index.known[region.template, region.area] is not None
    assert told == len(GRID.sheets)


def test_what_takes_texts_is_remembered_by_these() -> None:
    labels, sheet = Labels.of(TEMPLATES), GRID.sheets[0]
    at = next(at for at, cell in sheet.cells.items() if len(cell.text) > 60)
    found: list[str] = []

    def find(seen: SheetIndex) -> str | None:
        found.append(text := seen.cells[at].text[:40])
        return text

    for number in (1, 2, 1, 3, 4, 1, 5, 2, 5, 5):
        index = SheetIndex(with_cell(sheet, at, f"{number}{sheet.cells[at].text}"), labels)
        told = told_by_skeleton(index, "text", find)
        assert told in (found[-1], None, f"{number}{sheet.cells[at].text}"[:40])
        assert (told is None) == (number == 5)
    assert len(found) == 4


def test_what_takes_many_texts_is_not_remembered() -> None:
    index = SheetIndex(GRID.sheets[0], Labels.of(TEMPLATES))
    at = next(iter(index.cells))

    def all_texts(seen: SheetIndex) -> list[str]:
        return [seen.cells[one].text for one in index.cells]

    assert told_by_skeleton(index, "texts", all_texts) is None
    assert (
        told_by_skeleton(index, "cells", lambda seen: [c.value for c in seen.cells.values()])
        is None
    )
    assert told_by_skeleton(index, "sheet", lambda seen: seen.sheet.name) is None
    assert told_by_skeleton(index, "merge", lambda seen: seen.merges.at(*at)) == index.merges.at(
        *at
    )
    assert told_by_skeleton(index, "row", lambda seen: seen.rows[at[0]]) == index.rows[at[0]]


def test_equal_numbers_of_other_decimals_are_not_the_same_text() -> None:
    labels, sheet = Labels.of(TEMPLATES), GRID.sheets[0]
    at = next(iter(sheet.cells))
    for text in ("1", "1.0", "1.00", "1"):
        cells = {**sheet.cells, at: Cell(Decimal(text))}
        index = SheetIndex(msgspec.structs.replace(sheet, cells=cells), labels)
        value = told_by_skeleton(index, "number", lambda seen: str(seen.cells[at].value))
        assert value == text


def test_caches_are_emptied_beside_what_stands_for_texts() -> None:
    empty_caches()
    assert not reading._labels.cache_info().currsize  # noqa: SLF001  (one of those emptied)


def test_large_sheets_are_not_remembered() -> None:
    labels = Labels.of(TEMPLATES)
    cells = {(row, column): Cell("甲") for row in range(1, 700) for column in range(1, 4)}
    assert len(SheetIndex(Sheet("大", cells), labels).rows) == 699
    assert not labels.skeletons


def test_no_label_is_ruled_out_by_its_first_character(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = Labels.of(TEMPLATES)
    texts = [
        f"{before}{label[:number]}{after}{label[number:]}{last}"
        for label in sorted(labels.known)
        for before in ("", "1", "（一）", "≤", "甲", " \u0338")
        for number, after in ((0, ""), (1, "\u0338"), (1, " "))
        for last in ("", "（万元）", "（盖章）甲")
    ]
    found = [labels._in_text(text) for text in texts]  # noqa: SLF001
    monkeypatch.setattr(Labels, "_begins_otherwise", lambda _, text: not text)
    assert found == [labels._in_text(text) for text in texts]  # noqa: SLF001
