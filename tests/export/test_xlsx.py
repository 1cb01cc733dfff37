"""The workbook reopened by openpyxl and calamine: numbers right, no formula, fit to print."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from xlform.errors import FileProblem
from xlform.export import write_xlsx, xlsx_file
from xlform.export.names import MAX_SHEET_NAME, UniqueNames, sheet_title
from xlform.model import submission as model

WithFunds = Callable[[Iterable[Decimal | None]], model.Submission]
WithTarget = Callable[[str], model.Submission]
SHEETS = [
    "部门整体支出绩效目标表",
    "区级专项资金绩效目标汇总表",
    "区级专项资金支出方向绩效目标表",
    "年度重点工作计划",
    "年度绩效指标",
    "专项资金",
    "支出明细及测算说明",
]


@pytest.fixture(scope="module")
def path(town: model.Submission, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("xlsx") / "汇总.xlsx"
    write_xlsx(written, [town])
    return written


@pytest.fixture(scope="module")
def workbook(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def column(path: Path, sheet: str, head: str) -> list[object]:
    """The values below a head, as calamine reads them."""
    heads, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return [row[heads.index(head)] for row in rows]


def test_a_sheet_per_table_that_has_rows(path: Path, workbook: Workbook) -> None:
    assert workbook.sheetnames == SHEETS
    assert CalamineWorkbook.from_path(path).sheet_names == SHEETS


def test_money_is_a_number_with_its_places(path: Path, workbook: Workbook) -> None:
    assert sum(column(path, "专项资金", "金额（万元）")) == 611.0  # type: ignore[arg-type]  # calamine's cells are of any type
    cell = workbook["专项资金"]["K2"]
    assert (cell.value, cell.data_type, cell.number_format) == (95, "n", "0.00")


def test_days_are_days(path: Path, workbook: Workbook) -> None:
    ends = column(path, "区级专项资金支出方向绩效目标表", "项目实施期止")
    assert ends == [dt.date(2023, 12, 31)] * 4
    assert workbook["区级专项资金支出方向绩效目标表"]["P2"].number_format == "yyyy-mm-dd"


def test_what_is_missing_is_blank(with_funds: WithFunds, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", [with_funds([Decimal(0), None])])
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["专项资金"]
    assert [sheet["K2"].value, sheet["K3"].value] == [0, None]


@pytest.mark.parametrize(
    ("amount", "shown", "format_"),
    [
        ("0.1234", 0.1234, "0.0000"),
        ("12345678901.2345", 12345678901.2345, "0.0000"),
        ("12345678901234.56", "12345678901234.56", "@"),
        ("1E+3", 1000, "0.00"),
        ("1E+300", "1" + "0" * 300, "@"),
        ("100000000000000000", "100000000000000000", "@"),
        ("-0.30", -0.3, "0.00"),
    ],
)
def test_a_number_only_where_it_is_the_same(
    amount: str, shown: float | str, format_: str, with_funds: WithFunds, tmp_path: Path
) -> None:
    write_xlsx(tmp_path / "x.xlsx", [with_funds([Decimal(amount)])])
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["专项资金"]["K2"]
    assert (cell.value, cell.number_format) == (shown, format_)


@pytest.mark.parametrize("text", ["=1+1", "{=1}", "https://example.com", "0012", "第1\n行"])
def test_words_stay_words(text: str, with_target: WithTarget, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", [with_target(text)])
    assert column(tmp_path / "x.xlsx", "年度绩效指标", "指标值") == [text]
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["年度绩效指标"][2]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as parts:
        sheets = [name for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_a_text_beyond_a_cells_limit_says_so(with_target: WithTarget, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", [with_target("长" * 40_000)])
    [text] = column(tmp_path / "x.xlsx", "年度绩效指标", "指标值")
    assert text == "长" * 32_766 + "…"


def test_a_day_before_the_calendar_is_words(town: model.Submission, tmp_path: Path) -> None:
    period = model.Period("很久以前", dt.date(1899, 1, 1), dt.date(1900, 3, 1))
    form = msgspec.structs.replace(
        town.forms[2], fields={**town.forms[2].fields, "period": period}, tables={}
    )
    write_xlsx(tmp_path / "x.xlsx", [msgspec.structs.replace(town, forms=(form,))])
    sheet = "区级专项资金支出方向绩效目标表"
    assert column(tmp_path / "x.xlsx", sheet, "项目实施期起") == ["1899-01-01"]
    assert column(tmp_path / "x.xlsx", sheet, "项目实施期止") == [dt.date(1900, 3, 1)]


def test_ready_to_read_and_print(workbook: Workbook) -> None:
    for sheet in workbook:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        fitted = sheet.sheet_properties.pageSetUpPr
        assert fitted is not None
        assert fitted.fitToPage
        # One page wide is what a file says by saying nothing; as many high as it takes.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        head = sheet["A1"]
        assert head.font.bold
        assert head.font.name == "宋体"
        assert head.fill.fgColor.rgb == "FFEDEDED"
        assert all(6 <= width.width < 45 for width in sheet.column_dimensions.values())


def test_long_text_has_room(workbook: Workbook) -> None:
    heights = [workbook["支出明细及测算说明"].row_dimensions[row].height for row in (1, 2, 9)]
    assert heights[0] < heights[1] < heights[2]


def test_rows_go_on_in_a_next_sheet(
    with_funds: WithFunds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_ROWS", 3)
    write_xlsx(tmp_path / "x.xlsx", [with_funds(map(Decimal, range(5)))])
    names = ("专项资金", "专项资金(2)", "专项资金(3)")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[1:] == list(names)
    parts = [column(tmp_path / "x.xlsx", name, "金额（万元）") for name in names]
    assert parts == [[0, 1], [2, 3], [4]]


def test_names_of_sheets() -> None:
    names = UniqueNames(MAX_SHEET_NAME)
    long = "区" * 40
    assert [names.assign(name) for name in (long, long, "a", "A", "History")] == [
        *("区" * 31, "区" * 28 + "(2)", "a", "A(2)", "History(2)")
    ]
    assert sheet_title("'a[1]:*?/\\b'") == "a_1______b"


def test_no_rows_still_make_a_workbook(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "x.xlsx", [])
    assert CalamineWorkbook.from_path(tmp_path / "x.xlsx").sheet_names == ["没有数据"]


def test_a_failure_leaves_the_file_as_it_was(
    town: model.Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.xlsx").write_text("old")

    def failing(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(xlsx_file, "set_up_page", failing)
    with pytest.raises(MemoryError):
        write_xlsx(tmp_path / "x.xlsx", [town], force=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_missing_folder_is_told(town: model.Submission, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"x\.xlsx"):
        write_xlsx(tmp_path / "none" / "x.xlsx", [town])
