"""Our reading of real workbooks against two readers of other hands."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from office import needs_office, recomputed, saved_as
from opening import opened
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xlform.formats.source import read_file
from xlform.grid.address import column_number
from xlform.grid.model import Cell, CellError, CellValue, Sheet

Stored = str | float | dt.date | ArrayFormula
HOME = Path(__file__).parents[2]
WORKBOOKS = sorted([*HOME.glob("samples/**/*.xlsx"), *HOME.glob("templates/*/*/blank.xlsx")])

each_workbook = pytest.mark.parametrize(
    "path", WORKBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


def test_there_are_workbooks() -> None:
    assert len(WORKBOOKS) > 15


def as_calamine(value: CellValue) -> object:
    """A value in the types calamine uses: it knows floats only, and no errors or blanks."""
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, CellError):
        return ""
    return value


@each_workbook
def test_values_and_merges_are_those_calamine_reads(path: Path) -> None:
    oracle = python_calamine.CalamineWorkbook.from_path(str(path))
    _, grid = read_file(path)
    assert [sheet.name for sheet in grid.sheets] == oracle.sheet_names
    for sheet in grid.sheets:
        theirs = oracle.get_sheet_by_name(sheet.name)
        top, left = theirs.start or (0, 0)
        values = {
            (row, column): value
            for row, line in enumerate(theirs.to_python(skip_empty_area=True), top + 1)
            for column, value in enumerate(line, left + 1)
            if value != ""
        }
        # A formula without a stored result reads as blank there; here it was computed.
        computed = {at for at, cell in sheet.cells.items() if cell.formula and at not in values}
        assert values == {
            at: stored
            for at, cell in sheet.cells.items()
            if (stored := as_calamine(cell.value if cell.cached is None else cell.cached)) != ""
            and at not in computed
        }
        merges = [
            (first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
            for first, last in theirs.merged_cell_ranges or []
        ]
        assert sorted(merges) == [(m.top, m.left, m.bottom, m.right) for m in sheet.merges]


@each_workbook
def test_formulas_and_hidden_lines_are_those_openpyxl_reads(path: Path) -> None:
    book = opened(path)
    _, grid = read_file(path)
    assert [sheet.name for sheet in grid.sheets] == book.sheetnames
    for sheet in grid.sheets:
        theirs = book[sheet.name]
        assert sheet.state == theirs.sheet_state
        assert sheet.hidden_rows == {
            row for row, line in theirs.row_dimensions.items() if line.hidden
        }
        assert sheet.hidden_columns == hidden_columns(theirs)
        formulas = {
            (cell.row, cell.column): str(cell.value)[1:]
            for row in theirs.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        assert formulas == {at: cell.formula for at, cell in sheet.cells.items() if cell.formula}


def hidden_columns(sheet: Worksheet) -> set[int]:
    return {
        number
        for letters, columns in sheet.column_dimensions.items()
        if columns.hidden
        for number in range(
            columns.min or column_number(letters), (columns.max or column_number(letters)) + 1
        )
    }


def made(tmp_path: Path, book: openpyxl.Workbook) -> tuple[Sheet, ...]:
    """The sheets of a workbook that openpyxl wrote."""
    path = tmp_path / "填报表.xlsx"
    book.save(path)
    return read_file(path)[1].sheets


def filled(tmp_path: Path, cells: Mapping[str, Stored]) -> dict[tuple[int, int], Cell]:
    """The cells of a sheet that openpyxl wrote from values and formulas."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for address, value in cells.items():
        sheet[address] = value
    return dict(made(tmp_path, book)[0].cells)


def test_values_of_every_kind(tmp_path: Path) -> None:
    cells = filled(
        tmp_path,
        {
            "A1": "云田镇",
            "B1": 95.4,
            "C1": True,
            "D1": "#REF!",
            "E1": dt.date(2023, 12, 31),
            "F1": "430204199001011234",
            "G1": 0.1 + 0.2,
        },
    )
    assert [cell.value for cell in cells.values()] == [
        "云田镇",
        Decimal("95.4"),
        True,
        CellError("#REF!"),
        dt.date(2023, 12, 31),
        "430204199001011234",
        Decimal("0.3"),
    ]


def test_formula_without_a_result_is_computed(tmp_path: Path) -> None:
    cells = filled(
        tmp_path, {"A1": 95.5, "A2": 4.5, "A3": "=SUM(A1:A2)", "A4": '=IF(A3>99,"多","少")'}
    )
    assert cells[3, 1] == Cell(Decimal(100), "SUM(A1:A2)")
    assert cells[4, 1].value == "多"


@pytest.mark.parametrize(
    "formula",
    ["=A1+1", "=EVALUATE(A2)", "='[科室汇总.xlsx]汇总'!A1", "=没有这个名字+1", "=SUM("],
    ids=["circular", "unknown function", "external link", "unknown name", "broken"],
)
def test_what_nobody_can_tell_is_unknown_and_never_0(tmp_path: Path, formula: str) -> None:
    cells = filled(tmp_path, {"A1": formula, "B1": "=A1+1"})
    assert cells[1, 1].formula == formula[1:]
    for cell in cells.values():
        assert cell.value is None or isinstance(cell.value, CellError)


def test_array_formula_keeps_its_text(tmp_path: Path) -> None:
    cells = filled(tmp_path, {"A1": 2, "A2": 3, "B1": ArrayFormula("B1", "=SUM(A1:A2*A1:A2)")})
    assert cells[1, 2].formula.lstrip("=") == "SUM(A1:A2*A1:A2)"
    assert cells[1, 2].value in (None, Decimal(13))


@pytest.mark.parametrize(
    ("number_format", "stored", "cell"),
    [
        ("0.00", 95, Cell(Decimal("95.00"))),
        ("0.00", 0.125, Cell(Decimal("0.125"))),
        ("#,##0.00_);[Red](#,##0.00)", 1056.4, Cell(Decimal("1056.40"))),
        ('0.00"万元";-0.00;"无";@', 5, Cell(Decimal("5.00"), format='0.00"万元";-0.00;"无";@')),
        ("0.00E+00", 13800000000, Cell(Decimal(13800000000))),
        ("0%", 0.98, Cell(Decimal("0.98"), percent=True)),
        ("0.00%", 0.98, Cell(Decimal("0.9800"), percent=True)),
        ("yyyy-mm-dd", 45291, Cell(dt.date(2023, 12, 31))),
        ('yyyy"年"m"月"d"日"', 45291, Cell(dt.date(2023, 12, 31))),
        ("[$-804]yyyy\\年mm\\月;@", 45291, Cell("2023年12月")),
        ('yyyy"年"m"月"', 45261, Cell("2023年12月")),
        ("mmm-yy", 45261, Cell("2023年12月")),
        ("yyyy-mm", 45261, Cell("2023年12月")),
        ("yyyy/m;@", 45261, Cell("2023年12月")),
        ("yyyy-mm-dd hh:mm", 45261, Cell(dt.date(2023, 12, 1))),
        ("[DBNum1][$-804]m月d日", 45291, Cell(dt.date(2023, 12, 31))),
        ("m/d", 45291, Cell(dt.date(2023, 12, 31))),
        ("mmmm", 45291, Cell(dt.date(2023, 12, 31))),
        ("m/d/yy h:mm", 45291.5, Cell(dt.date(2023, 12, 31))),
        ("h:mm", 0.5, Cell(Decimal("0.5"))),
        ("h:mm AM/PM", 0.5, Cell(Decimal("0.5"))),
        ('[$-804]上午/下午h"时"mm"分"', 0.5, Cell(Decimal("0.5"))),
        ("mm:ss", 0.5, Cell(Decimal("0.5"))),
        ("[h]:mm:ss", 1.5, Cell(Decimal("1.5"))),
        ("@", 95, Cell(Decimal(95))),
        ("General", 95.5, Cell(Decimal("95.5"))),
        ("yyyy-mm-dd", 3_000_000, Cell(Decimal(3_000_000))),
        ("yyyy-mm-dd", 45, Cell(Decimal(45))),
    ],
)
def test_number_format_tells_what_a_number_means(
    tmp_path: Path, number_format: str, stored: float, cell: Cell
) -> None:
    book = openpyxl.Workbook()
    target = book.worksheets[0]["A1"]
    target.value = stored
    target.number_format = number_format
    assert repr(made(tmp_path, book)[0].cells[1, 1]) == repr(cell)


def test_days_counted_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = dt.date(2023, 12, 31)
    assert made(tmp_path, book)[0].cells[1, 1].value == dt.date(2023, 12, 31)


def test_a_time_alone_is_no_day_of_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = 0.375
    book.worksheets[0]["A1"].number_format = "yyyy-mm-dd"
    assert made(tmp_path, book)[0].cells[1, 1].value == Decimal("0.375")


def test_far_columns_are_hidden_where_they_hold_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.column_dimensions.group("C", "XFD", hidden=True)
    sheet.cell(1, 1, "甲")
    sheet.cell(1, 600, "乙")
    assert made(tmp_path, book)[0].hidden_columns == {*range(3, 260), 600}


def test_numbers_whose_style_is_not_in_the_file_are_told(tmp_path: Path) -> None:
    """0.98 may be 98%: nobody knows without its style."""
    book = openpyxl.Workbook()
    stored: tuple[Stored, ...] = (0.98, "甲", 5)
    for row, value in enumerate(stored, 1):
        book.worksheets[0].cell(row, 1).value = value
        book.worksheets[0].cell(row, 1).number_format = "0%"
    book.save(tmp_path / "书.xlsx")
    with zipfile.ZipFile(tmp_path / "书.xlsx") as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet_part = parts["xl/worksheets/sheet1.xml"]
    for place in (b'r="A1"', b'r="A2"'):
        assert place + b' s="1"' in sheet_part
        sheet_part = sheet_part.replace(place + b' s="1"', place + b' s="77"')
    parts["xl/worksheets/sheet1.xml"] = sheet_part
    with zipfile.ZipFile(tmp_path / "书.xlsx", "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    sheet = read_file(tmp_path / "书.xlsx")[1].sheets[0]
    assert sheet.cells[1, 1] == Cell(Decimal("0.98"))
    assert sheet.cells[3, 1] == Cell(Decimal(5), percent=True)
    assert sheet.beside_cells == ("lostFormat",)
    assert [(text.cell, text.words) for text in sheet.beside_texts] == [("A1", "0.98")]


def test_hidden_sheets_rows_and_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first["A1"] = "甲"
    first.row_dimensions[3].hidden = True
    first.column_dimensions["C"].hidden = True
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.create_sheet("深藏 ").sheet_state = "veryHidden"
    book.create_chartsheet("图")
    sheets = made(tmp_path, book)
    assert [(sheet.name, sheet.state) for sheet in sheets] == [
        ("Sheet", "visible"),
        ("隐藏", "hidden"),
        ("深藏 ", "veryHidden"),
    ]
    assert sheets[0].hidden_rows == {3}
    assert sheets[0].hidden_columns == {3}


def test_comments_and_drawings_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = 1
    sheet["A1"].comment = Comment("请核对", "科长")
    chart = BarChart()
    chart.add_data(Reference(range_string="Sheet!A1:A1"))
    sheet.add_chart(chart, "C3")
    assert made(tmp_path, book)[0].beside_cells == ("comments", "drawing")


def test_defined_names_in_formulas(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "附表 2"
    sheet["A1"], sheet["A2"], sheet["B1"] = 450, 161, "=SUM(合计数)"
    book.defined_names["合计数"] = DefinedName("合计数", attr_text="'附表 2'!$A$1:$A$2")
    other = book.create_sheet("附表1")
    other["A1"] = "='附表 2'!B1*2"
    first, second = made(tmp_path, book)
    assert first.cells[1, 2].value == Decimal(611)
    assert second.cells[1, 1].value == Decimal(1222)


def test_names_of_one_sheet_are_local(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    second = book.create_sheet("乙")
    first["A1"], second["A1"] = 1, 20
    first["B1"] = second["B1"] = "=合计数+0"
    book.defined_names["合计数"] = DefinedName("合计数", attr_text=f"{first.title}!$A$1")
    second.defined_names["合计数"] = DefinedName("合计数", attr_text="乙!$A$1")
    book.save(tmp_path / "x.xlsx")
    grid = read_file(tmp_path / "x.xlsx")[1]
    assert grid.names == (("合计数", f"{first.title}!$A$1"),)
    assert grid.local_names == (("乙", "合计数", "乙!$A$1"),)
    assert [sheet.cells[1, 2].value for sheet in grid.sheets] == [1, 20]


def test_cached_0_of_a_writer_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "汇总.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("附表2")
        sheet.write_column("A1", [450, 161])
        sheet.write_formula("A3", "=SUM(A1:A2)")
        sheet.write_formula("A4", "=A3*2", None, 999)
        sheet.write_array_formula("B1:B1", "{=SUM(A1:A2*2)}", None, 1222)
    cells = read_file(path)[1].sheets[0].cells
    # XlsxWriter also asks for a recalculation on load: a wrong result does not survive either.
    assert cells[3, 1] == Cell(Decimal(611), "SUM(A1:A2)", cached=Decimal(0))
    assert cells[4, 1] == Cell(Decimal(1222), "A3*2", cached=Decimal(999))
    assert cells[1, 2].value == Decimal(1222)


def test_rich_text_and_line_breaks_of_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "富文本.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "年度", bold, "绩效", "目标 ")
        sheet.write_string("A2", "金额\n万元")
        sheet.write_string("A3", "_x0041_ 与 \x01")
        sheet.write_boolean("A4", 0)
    cells = read_file(path)[1].sheets[0].cells
    assert [cell.value for cell in cells.values()] == [
        "年度绩效目标 ",
        "金额\n万元",
        "_x0041_ 与 \x01",
        False,
    ]


RAISED = ["1.2×10⁴元", "300m²以上", "注1：补助", "95"]


def with_raised_digits(folder: Path) -> Path:
    path = folder / "上标.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        raised = book.add_format({"font_script": 1})
        sheet.write_rich_string("A1", "1.2×10", raised, "4", "元")
        sheet.write_rich_string("A2", "300m", raised, "2", "以上")
        sheet.write_rich_string("A3", "注", raised, "1", "：补助")
        sheet.write_string("A4", "95", raised)
    return path


def texts(path: Path) -> list[str]:
    return [str(cell.value) for cell in read_file(path)[1].sheets[0].cells.values()]


def test_raised_digits_do_not_join_the_number_before_them(tmp_path: Path) -> None:
    assert texts(with_raised_digits(tmp_path)) == RAISED


@needs_office
def test_raised_digits_are_read_alike_from_what_libreoffice_saved(tmp_path: Path) -> None:
    written = with_raised_digits(tmp_path)
    read = {kind: texts(saved_as(kind, [written], tmp_path)[0]) for kind in ("xls", "ods")}
    assert read == {"xls": RAISED, "ods": RAISED}


@needs_office
def test_workbook_that_libreoffice_saved(tmp_path: Path) -> None:
    written = tmp_path / "填报表.xlsx"
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet("附表 2")
        percent = book.add_format({"num_format": "0.00%"})
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.merge_range("A1:C1", "汇总")
        sheet.write_row("A2", ["专项", 95.5, True])
        sheet.write("A3", dt.date(2023, 12, 31), day)
        sheet.write("B3", 0.98, percent)
        sheet.write_formula("C3", "=B2*2", None, 191)
        sheet.write_formula("D3", "=1/0", None, "#DIV/0!")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("F:G", None, None, {"hidden": True})
        book.add_worksheet("隐藏").hide()
    _, before = read_file(written)
    [saved] = recomputed([written], tmp_path / "out")
    after = read_file(saved)[1]
    assert [sheet.state for sheet in after.sheets] == ["visible", "hidden"]
    for theirs, ours in zip(after.sheets, before.sheets, strict=True):
        assert {at: cell.text for at, cell in theirs.cells.items()} == {
            at: cell.text for at, cell in ours.cells.items()
        }
    # LibreOffice writes a truth value as a formula.
    assert after.sheets[0].cells[2, 3] == Cell(value=True, formula="TRUE()")
    assert after.sheets[0].merges == before.sheets[0].merges
    assert 5 in after.sheets[0].hidden_rows
    assert after.sheets[0].hidden_columns == {6, 7}
