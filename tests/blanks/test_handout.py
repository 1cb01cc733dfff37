"""A blank handed out: the official form still, and one that can only be filled in."""

from __future__ import annotations

import re
import shutil
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from handing import (
    KNOWN,
    SET,
    Values,
    blank,
    blank_form,
    fill,
    named,
    opened,
    positions,
    sheet_of,
    template,
    worksheets,
)
from office import needs_office, recomputed, saved_as
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

import xlform
from xlform.errors import FileProblem
from xlform.model.submission import Form, Period, Target
from xlform.template.form import FormTemplate
from xlform.template.store import load_template
from xlform.writing.blank_layout import blank_path

each_template = pytest.mark.parametrize(
    "form_template", KNOWN, ids=lambda form_template: form_template.name
)


def official(form_template: FormTemplate) -> Worksheet:
    return sheet_of(blank_path(form_template))


def look(cell: Cell | MergedCell) -> tuple[str, ...]:
    """All that is seen of a cell but its words."""
    parts = (cell.font, cell.border, cell.fill, cell.alignment, cell.number_format)
    return tuple(map(repr, parts))


def footer(sheet: Worksheet) -> str:
    item = sheet.oddFooter
    assert item is not None
    return str(item.center.text)


@each_template
def test_it_is_the_official_form_still(form_template: FormTemplate) -> None:
    ours, theirs = sheet_of(blank(form_template, year=None)), official(form_template)
    assert ours.title == theirs.title
    assert ours.print_area == theirs.print_area
    assert {str(m) for m in ours.merged_cells.ranges} == {
        str(m) for m in theirs.merged_cells.ranges
    }
    for row, mine_row in zip(theirs.iter_rows(), ours.iter_rows(), strict=True):
        for cell, mine in zip(row, mine_row, strict=True):
            assert look(mine) == look(cell), cell.coordinate
            if not str(cell.value).startswith("="):
                assert mine.value == cell.value
    heights = {number: row.height for number, row in theirs.row_dimensions.items()}
    assert {number: row.height for number, row in ours.row_dimensions.items()} == heights
    widths = {letter: column.width for letter, column in theirs.column_dimensions.items()}
    assert {letter: c.width for letter, c in ours.column_dimensions.items()} == widths
    for part in ("page_setup", "page_margins", "print_options", "sheet_properties"):
        assert repr(getattr(ours, part)) == repr(getattr(theirs, part))
    assert footer(ours) == footer(theirs)


@each_template
def test_labels_are_locked_and_entries_are_not(form_template: FormTemplate) -> None:
    sheet = sheet_of(blank(form_template))
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.formatRows
    assert not sheet.protection.insertRows, "rows may be put in"
    form = blank_form(form_template)
    free = {
        p
        for input_field in form.input_fields
        if not input_field.computed
        for p in positions(input_field.cells)
    }
    free |= positions(form.year_labels)
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.protection.locked == ((cell.row, cell.column) not in free), cell.coordinate
    behind = {
        (box.top, box.left)
        for input_field in form.input_fields
        if input_field.prefix
        for box in input_field.cells
    }
    labels = [c for row in sheet.iter_rows() for c in row if c.value and c.protection.locked]
    assert len(labels) >= 10
    for place in free - behind:
        value = sheet.cell(*place).value
        text = "" if value == official(form_template).cell(*place).value else str(value or "")
        assert not text or re.fullmatch(r"目标1.*|指标[0-9]：|……|.*20XX年.*", text, re.DOTALL)


@each_template
def test_every_slot_has_a_name_where_the_reader_looks(form_template: FormTemplate) -> None:
    sheet = sheet_of(blank(form_template))
    form = blank_form(form_template)
    assert len(sheet.defined_names) == len(form.input_fields) + len(
        [name for name in sheet.defined_names if name.startswith("_xlnm")]
    )
    paths = {input_field.path for input_field in form.input_fields}
    unit = {name for name, field in form_template.fields.items() if field.kind == "money-unit"}
    expected = {name for name in form_template.names() if name not in unit}
    columns = {
        f"{name}.{column}"
        for name, table in form_template.tables.items()
        for column in table.columns
    }
    missing = (expected | columns) - paths
    optional = {n for n, field in form_template.fields.items() if field.declaration.optional} | {
        f"{name}.{column}"
        for name, table in form_template.tables.items()
        for column, one in table.columns.items()
        if one.declaration.optional
    }
    # The national blank has no place for a signature.
    assert missing - optional <= {"signatory", "preparer", "phone"}
    for input_field in form.input_fields:
        cells = named(sheet, form, input_field)
        assert re.fullmatch(r"[A-Z]+[0-9]+(:[A-Z]+[0-9]+)?", cells)
        assert re.fullmatch(
            r"xlform(\.[a-z0-9_]+)+",
            f"xlform.{form_template.kind}.{input_field.path}".replace("-", "_"),
        )


def values(form: Form) -> Values:
    """What a form says, by the paths of its slots."""
    found: Values = {name: [value] for name, value in form.fields.items()}
    for name, rows in form.tables.items():
        for row in rows:
            for column, value in row.items():
                found.setdefault(f"{name}.{column}", []).append(value)
    return found


TOTALS = {
    "expense_total": ("expenses.amount",),
    "total": ("funds.amount",),
    "period_total": ("period_fiscal", "period_other"),
    "annual_total": ("annual_fiscal", "annual_other"),
}


def same(form: Form, meant: Values) -> None:
    found = values(form)
    for path, expected in meant.items():
        if not path.endswith((".level1", ".level2")):
            assert found[path] == expected, path
    for total, parts in TOTALS.items():
        if total in found:
            amounts = [value for part in parts for value in found[part]]
            assert found[total] == [sum(a for a in amounts if isinstance(a, Decimal))], total
    assert not form.notes


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, dict[str, Values]]]:
    """The set for two directions and the national form, filled in by openpyxl: paths, meanings."""
    folder = tmp_path_factory.mktemp("handed")
    found = {}
    for name, data, templates in (
        ("套表", blank(*SET, copies=2), (*SET, template("附表3"))),
        ("申报表", blank(template("project")), (template("project"),)),
    ):
        book = opened(data)
        order = sorted(templates, key=lambda form_template: form_template.appendix)
        meant = {
            sheet.title: fill(sheet, blank_form(form_template))
            for sheet, form_template in zip(worksheets(book), order, strict=True)
        }
        book.save(folder / f"{name}.xlsx")
        found[name] = (folder / f"{name}.xlsx", meant)
    return found


def test_filled_in_by_openpyxl_it_reads_exactly(
    handed: dict[str, tuple[Path, dict[str, Values]]],
) -> None:
    for path, meant in handed.values():
        submission = xlform.read(path)
        assert {form.sheet for form in submission.forms} == set(meant)
        assert submission.unread == ()
        for form in submission.forms:
            assert form.year == 2024
            same(form, meant[form.sheet])


def test_saved_by_libreoffice_it_reads_exactly(
    handed: dict[str, tuple[Path, dict[str, Values]]], tmp_path: Path
) -> None:
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(blank(*SET))
    paths = [path for path, _ in handed.values()]
    *filled, saved = recomputed([*paths, empty], tmp_path / "office")
    for path, (_, meant) in zip(filled, handed.values(), strict=True):
        for form in xlform.read(path).forms:
            same(form, meant[form.sheet])
    # The blank saved by LibreOffice first is still one to fill in by its names.
    book = opened(saved)
    order = sorted(SET, key=lambda form_template: form_template.appendix)
    again = {}
    for sheet, form_template in zip(worksheets(book), order, strict=True):
        assert sheet.protection.sheet
        again[sheet.title] = fill(sheet, blank_form(form_template))
    book.save(tmp_path / "再填.xlsx")
    for form in xlform.read(tmp_path / "再填.xlsx").forms:
        same(form, again[form.sheet])
    # Nothing was filled in: its totals are blank, not 0.
    for form in xlform.read(saved).forms:
        assert all(values(form)[name] == [None] for name in TOTALS if name in values(form))


@needs_office
def test_each_blank_fits_one_page(tmp_path: Path) -> None:
    (tmp_path / "套表.xlsx").write_bytes(blank(*SET, template("project"), unit="甲镇", copies=2))
    [printed] = saved_as("pdf", [tmp_path / "套表.xlsx"], tmp_path)
    pages = re.findall(rb"/Type ?/Page\b(?!s)", printed.read_bytes())
    assert len(pages) == 6, "four forms, of which two twice"


def numbers_printed(form_template: FormTemplate) -> set[str]:
    """Fields whose usual number the official form prints: 分值 10 and 100."""
    form = blank_form(form_template)
    cells = official(form_template)
    return {
        one.path
        for one in form.input_fields
        for row, column in positions(one.cells)
        if isinstance(cells.cell(row, column).value, int)
    }


@each_template
def test_an_untouched_blank_is_empty_and_its_formulas_are_no_findings(
    form_template: FormTemplate, tmp_path: Path
) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(blank(form_template))
    submission = xlform.read(path)
    [form] = submission.forms
    assert submission.unread == ()
    assert form.template == form_template.name
    assert form.notes == ()
    unfilled = ("", None, Period(), Target())
    printed = {"money_unit", "period_goal", "annual_goal", *numbers_printed(form_template)}
    assert {n: v for n, v in form.fields.items() if v not in unfilled and n not in printed} == {}
    report = xlform.check(path)
    assert [f for f in report.findings if f.code[0] == "G"] == []


def test_no_total_holds_a_zero_before_anything_is_filled_in() -> None:
    data = blank(*SET, template("project"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets/" in n]
    formulas = re.findall(r"<f>([^<]*)</f>(<v>[^<]*</v>)?", "".join(sheets))
    assert len(formulas) == 4
    assert all(formula.startswith("IF(COUNT(") for formula, _ in formulas)
    assert all(value in ("", "<v></v>") for _, value in formulas)
    for sheet in CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names:
        rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(sheet).to_python()
        assert not any(value == 0 for row in rows for value in row if value != "")


def test_year_and_unit_stand_where_the_form_prints_them(tmp_path: Path) -> None:
    path = tmp_path / "甲镇.xlsx"
    path.write_bytes(blank(*SET, template("project"), unit="甲镇"))
    submission = xlform.read(path)
    assert (submission.unit, submission.year) == ("甲镇", 2024)
    assert {form.year for form in submission.forms} == {2024}
    titles = {form.title for form in submission.forms}
    assert "2024年部门整体支出绩效目标表" in titles
    department = next(form for form in submission.forms if form.kind == "department")
    assert (department.fields["filer"], department.fields["unit"]) == ("甲镇", "甲镇")
    book = opened(path)
    assert book.worksheets[0]["A3"].value == "填报单位：（盖章）甲镇"
    assert book.worksheets[0]["A3"].protection.locked, "the same name on every form of a unit"
    assert book.worksheets[-1]["A2"].value == "（2024年度）"


def test_the_blanks_own_year_stays_unless_told() -> None:
    sheet = sheet_of(blank(template("附表1"), year=None))
    assert sheet["A2"].value == official(template("附表1"))["A2"].value


def test_text_of_a_unit_is_never_a_formula() -> None:
    sheet = sheet_of(blank(template("附表1"), unit='=HYPERLINK("http://x.invalid")'))
    assert sheet["B4"].data_type == "s"
    assert sheet["B4"].value == '=HYPERLINK("http://x.invalid")'


def test_several_sheets_of_a_form_a_unit_has_several_of() -> None:
    assert opened(blank(*SET)).sheetnames == ["附表1 部门整体", "附表2 汇总", "附表3 支出方向"]
    names = ["附表1 部门整体", "附表2 汇总", "附表3-1", "附表3-2", "附表3-3"]
    assert opened(blank(*SET, copies=3)).sheetnames == names


def test_a_blank_that_is_another_form_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "套" / "表"
    folder.mkdir(parents=True)
    shutil.copy(template("附表1").folder / "form.toml", folder)
    shutil.copy(blank_path(template("附表2")), folder / "blank.xlsx")
    with pytest.raises(FileProblem, match="找不到“套/表”自己的标签"):
        blank(load_template(folder, "套/表"))


def test_equal_wishes_give_equal_bytes() -> None:
    assert blank(*SET, unit="甲镇", copies=2) == blank(*SET, unit="甲镇", copies=2)
    assert blank(*SET, unit="甲镇") != blank(*SET, unit="乙镇")
