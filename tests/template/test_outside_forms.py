"""Forms of other offices, declared as an outsider does: read whole, checked, written, bent."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import bending
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import xlform
from xlform.checking.check import check
from xlform.formats.source import read_file
from xlform.grid.model import Grid, Sheet
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Value
from xlform.reading.submission import read_grid
from xlform.template.store import load_templates, template_folders

LAYOUTS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "outside").glob("*.toml"))
}
each_form = pytest.mark.parametrize("name", LAYOUTS)
MISTAKES = [
    (name, one["cell"], one["value"], one["code"])
    for name, layout in LAYOUTS.items()
    for one in layout["mistakes"]
]


def put(sheet: Worksheet, notation: str, first: int = 1) -> None:
    grid = parse(notation).sheets[0]
    for (row, column), cell in grid.cells.items():
        number = cell.value if isinstance(cell.value, Decimal) else cell.text
        value = f"={cell.formula}" if cell.formula else number
        sheet.cell(row + first - 1, column).value = value
    for merge in grid.merges:
        sheet.merge_cells(
            start_row=merge.top + first - 1, end_row=merge.bottom + first - 1,
            start_column=merge.left, end_column=merge.right,
        )  # fmt: skip


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside")
    for name, layout in LAYOUTS.items():
        form = folder / "outside" / name
        form.mkdir(parents=True)
        (form / "form.toml").write_text(layout["declaration"], encoding="utf-8")
        book = openpyxl.Workbook()
        put(book.worksheets[0], layout["blank"])
        book.save(form / "blank.xlsx")
    return folder


def filled(name: str, tmp_path: Path, **cells: object) -> Path:
    layout: dict[str, Any] = LAYOUTS[name]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    if "entries" in layout:
        above = layout["blank"].strip().splitlines()[: layout["start"] - 1]
        put(sheet, "\n".join([*above, layout["entries"].strip()]))
    else:
        put(sheet, layout["blank"])
    for cell, value in {**layout["filled"], **cells}.items():
        text = value[1:] if isinstance(value, str) and value.startswith("'") else value
        sheet[cell] = None if text == "" else text
    path = tmp_path / f"{name}.xlsx"
    book.save(path)
    return path


def plain(value: Value) -> object:
    return float(value) if isinstance(value, Decimal) else value


def errors(path: Path, templates: Path) -> set[str]:
    found = check(path, templates=templates).checked.findings
    return {one.code for one in found if one.severity != "info"}


@each_form
def test_every_cell_is_read_and_nothing_is_wrong(
    name: str, templates: Path, tmp_path: Path
) -> None:
    path, layout = filled(name, tmp_path), LAYOUTS[name]
    found = xlform.read(path, templates=templates)
    form = found.forms[0]
    assert form.template == f"outside/{name}"
    assert found.unread == ()
    noted = [note for one in found.forms for note in one.notes if note.code != "amount-converted"]
    assert noted == []
    expected = dict(layout["expected"])
    assert len(found.forms) == expected.pop("forms", 1)
    assert form.year == expected.pop("year", None)
    rows = expected.pop("rows")
    assert {table: len(form.tables[table]) for table in rows} == rows
    assert {path: plain(form.fields[path]) for path in expected} == expected
    assert errors(path, templates) == set()


@each_form
def test_written_it_reads_the_same(name: str, templates: Path, tmp_path: Path) -> None:
    before = xlform.read(filled(name, tmp_path), templates=templates)
    written = xlform.write(before, tmp_path / "规范.xlsx", templates=templates)
    assert (written.unwritten, written.formula_mismatches) == ((), ())
    after = xlform.read(tmp_path / "规范.xlsx", templates=templates)
    assert after.unread == ()
    assert list(map(content, after.forms)) == list(map(content, before.forms))


def content(form: Form) -> object:
    return form.year, form.fields, form.tables


def _padded(sheet: Sheet) -> Sheet:
    labels = {p for p, cell in sheet.cells.items() if cell.text in PADDED}
    return bending.with_texts(sheet, frozenset(labels), lambda text: f" {text[:2]}\n{text[2:]}：")


PADDED = {
    "科目名称", "人员经费", "采购项目", "采购方式", "项目名称", "资金来源", "三级指标", "总投资",
    "一级指标", "评价标准", "使用单位", "账面价值", "调整后预算", "调减", "合计", "总分",
}  # fmt: skip


@pytest.mark.parametrize(
    "bend",
    [
        _padded,
        bending.unmerged,
        lambda sheet: bending.shifted(sheet, 3, 2),
        lambda sheet: bending.with_blank_row(sheet, 2),
    ],
    ids=["padded", "unmerged", "moved", "row"],
)
@each_form
def test_a_bent_layout_reads_the_same(
    name: str, bend: Callable[[Sheet], Sheet], templates: Path, tmp_path: Path
) -> None:
    _, grid = read_file(filled(name, tmp_path))
    known = load_templates(template_folders(templates))
    source = Source("x.xlsx", "xlsx", "")
    before = read_grid(grid, source, known)
    after = read_grid(Grid((bend(grid.sheets[0]),)), source, known)
    assert list(map(content, after.forms)) == list(map(content, before.forms))
    assert after.unread == ()


@pytest.mark.parametrize(("name", "cell", "value", "code"), MISTAKES)
def test_a_mistake_is_found(
    name: str, cell: str, value: object, code: str, templates: Path, tmp_path: Path
) -> None:
    assert code in errors(filled(name, tmp_path, **{cell: value}), templates)
