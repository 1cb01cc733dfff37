"""However a sheet is laid out, the forms read from it say the same (design.md, laws)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import bending
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlform.formats.source import read_file
from xlform.grid.model import Grid, Position, Sheet, origin
from xlform.model.submission import Form, Source
from xlform.reading.index import Labels, SheetIndex
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, templates_folder

ROOT = Path(__file__).parents[2]
TEMPLATES = load_templates(templates_folder())
LABELS = Labels.of(TEMPLATES)
SOURCE = Source("x.xlsx", "xlsx", "0" * 64)


def _sheets(name: str) -> list[Sheet]:
    return list(read_file(ROOT / "samples" / name)[1].sheets)


SAMPLE = _sheets("云田镇.xlsx")
SHEETS = [
    *SAMPLE,
    *_sheets("项目支出绩效目标申报表.xlsx"),
    *_sheets("district/桥东街道.xlsx")[:3],
    *_sheets("district/司法局.xlsx"),
    *_sheets("district/应急管理局.xlsx")[:3],
]


def content_of(form: Form) -> dict[str, Any]:
    """What a form says, wherever it says it."""
    return {
        "kind": form.kind,
        "title": form.title,
        "year": form.year,
        "fields": dict(form.fields),
        "tables": {name: list(map(dict, rows)) for name, rows in form.tables.items()},
    }


def read(*sheets: Sheet) -> list[dict[str, Any]]:
    return [content_of(form) for form in read_grid(Grid(sheets), SOURCE, TEMPLATES).forms]


@cache
def _read_alone(number: int) -> list[dict[str, Any]]:
    return read(SHEETS[number])


def as_they_are(*sheets: Sheet) -> list[dict[str, Any]]:
    """Return what the forms of the samples' own sheets say, each sheet read alone and once."""
    return [form for sheet in sheets for form in _read_alone(number_of(sheet))]


def number_of(sheet: Sheet) -> int:
    """Return the place of one of the samples' own sheets."""
    return next(number for number, own in enumerate(SHEETS) if own is sheet)


@cache
def label_cells(number: int) -> frozenset[Position]:
    """The cells that hold a label and nothing else; an indicator may be called 基本支出 too."""
    sheet = SHEETS[number]
    index = SheetIndex(sheet, LABELS)
    (form,) = read_grid(Grid((sheet,)), SOURCE, TEMPLATES).forms
    label_cells = (
        label_cell for label_cells in index.label_cells.values() for label_cell in label_cells
    )
    places = {label_cell.position for label_cell in label_cells if label_cell.rest is None}
    return frozenset(place for place in places if origin(place) not in form.origins.values())


Undo = Callable[[Sheet], Sheet]


def merged(sheet: Sheet) -> Sheet:
    return sheet


any_sheet = st.sampled_from(SHEETS)


@settings(max_examples=300)
@given(any_sheet, st.integers(0, 40), st.integers(0, 12), st.text(min_size=1, max_size=8))
def test_moving_a_form_or_renaming_its_sheet_changes_origins_only(
    sheet: Sheet, down: int, right: int, name: str
) -> None:
    other = bending.shifted(sheet, down, right)
    other = Sheet(name, other.cells, other.merges)
    assert read(other) == as_they_are(sheet)


@settings(max_examples=300)
@given(any_sheet, st.data())
def test_undoing_merges_changes_nothing(sheet: Sheet, data: st.DataObject) -> None:
    undo = data.draw(st.sampled_from([bending.unmerged, bending.repeated]))
    assert read(undo(sheet)) == as_they_are(sheet)


@settings(max_examples=300)
@given(any_sheet, st.data())
def test_blank_rows_and_columns_change_nothing(sheet: Sheet, data: st.DataObject) -> None:
    other = sheet
    for _ in range(data.draw(st.integers(1, 3))):
        rows = st.integers(1, bending.last_row(other) + 1)
        other = bending.with_blank_row(other, data.draw(rows, label="row"))
    for _ in range(data.draw(st.integers(0, 2))):
        columns = st.integers(1, bending.last_column(other) + 1)
        other = bending.with_blank_column(other, data.draw(columns, label="column"))
    undo = data.draw(st.sampled_from([merged, bending.unmerged, bending.repeated]))
    assert read(undo(other)) == as_they_are(sheet)


@settings(max_examples=300)
@given(any_sheet, st.data())
def test_blank_lines_in_an_unmerged_sheet_change_nothing(sheet: Sheet, data: st.DataObject) -> None:
    other = bending.unmerged(sheet)
    row = data.draw(st.integers(1, bending.last_row(other) + 1), label="row")
    column = data.draw(st.integers(1, bending.last_column(other) + 1), label="column")
    other = bending.with_blank_column(bending.with_blank_row(other, row), column)
    assert read(other) == as_they_are(sheet)


PADDINGS = {
    "blanks between the signs": "  ".join,
    "a line break in the middle": lambda text: (
        f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"
    ),
    "wide blanks around": lambda text: f"　{text}　 ",
    "a colon behind": lambda text: f"{text}：",
    "full-width brackets": lambda text: text.replace("(", "（").replace(")", "）"),
    "half-width brackets": lambda text: text.replace("（", "(").replace("）", ")"),
    "a zero-width blank": lambda text: f"\u200b{text}",
}


@settings(max_examples=300)
@given(any_sheet, st.sampled_from(sorted(PADDINGS)), st.data())
def test_padding_labels_changes_nothing(sheet: Sheet, how: str, data: st.DataObject) -> None:
    cells = label_cells(number_of(sheet))
    chosen = data.draw(st.sets(st.sampled_from(sorted(cells)), min_size=1))
    other = bending.with_texts(sheet, frozenset(chosen), PADDINGS[how])
    assert read(other) == as_they_are(sheet)


@settings(max_examples=300)
@given(st.permutations(SAMPLE), st.integers(0, 2), st.data())
def test_stacking_forms_on_one_sheet_changes_nothing(
    sheets: list[Sheet], gap: int, data: st.DataObject
) -> None:
    undo = data.draw(st.sampled_from([merged, bending.unmerged, bending.repeated]))
    stacked = bending.stacked([undo(sheet) for sheet in sheets], gap)
    assert read(stacked) == as_they_are(*sheets)


@settings(max_examples=300)
@given(st.permutations(SAMPLE[2:]), st.integers(0, 2), st.data())
def test_forms_side_by_side_change_nothing(
    sheets: list[Sheet], gap: int, data: st.DataObject
) -> None:
    undo = data.draw(st.sampled_from([merged, bending.unmerged]))
    beside = bending.side_by_side([undo(sheet) for sheet in sheets[:2]], gap)
    assert read(beside) == as_they_are(*sheets[:2])


@settings(max_examples=300)
@given(st.permutations(SAMPLE))
def test_the_order_of_sheets_only_orders_the_forms(sheets: list[Sheet]) -> None:
    assert read(*sheets) == as_they_are(*sheets)


@pytest.mark.parametrize("undo", [merged, bending.unmerged, bending.repeated])
@settings(max_examples=60)
@given(st.data())
def test_a_new_outer_level_never_inherits_the_inner_level_above(
    undo: Undo, data: st.DataObject
) -> None:
    """The 二级指标 beside a new 一级指标 is wiped out: it reads blank, not as the one above."""
    sheet = data.draw(st.sampled_from(SAMPLE[2:]))
    (form,) = read_grid(Grid((sheet,)), SOURCE, TEMPLATES).forms
    rows = form.tables["indicators"]
    first = next(n for n, row in enumerate(rows) if row["level1"] != rows[0]["level1"])
    place = form.origins[f"indicators[{first}].level2"]
    cells = {p: c for p, c in sheet.cells.items() if origin(p) != place}
    merges = tuple(m for m in sheet.merges if origin((m.top, m.left)) != place)
    wiped = undo(Sheet(sheet.name, cells, merges))
    (other,) = read_grid(Grid((wiped,)), SOURCE, TEMPLATES).forms
    row = other.tables["indicators"][first]
    assert (row["level1"], row["level2"]) == (rows[first]["level1"], "")
    assert row["level3"] == rows[first]["level3"]
    assert other.tables["indicators"][first - 1] == rows[first - 1]
    assert ("blank-level", place) in {(note.code, note.cell) for note in other.notes}
