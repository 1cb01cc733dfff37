"""The summary of the district, opened by LibreOffice, openpyxl and calamine."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from office import recomputed
from opening import opened
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from summing import DISTRICT, Made, checked, figure, summed

from xlform.grid.address import column_letters, parse_cell

LINK = re.compile(r'^=HYPERLINK\("([^#"]+)#\'((?:[^\']|\'\')+)\'!([A-Z]+\d+)","([^"]*)"\)$')
HEADS, TOTALS, FIRST = 3, 4, 5
SHEETS = [
    "总览",
    "报送情况",
    "部门整体",
    "专项资金（按专项）",
    "专项资金（按单位）",
    "支出方向",
    "支出明细",
    "绩效指标",
    "金额核对",
    "问题清单",
    "来源",
]
FILES = [(str(path), checked(path)) for path in DISTRICT]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("summary")


@pytest.fixture(scope="module")
def made(folder: Path) -> Made:
    return summed(folder / "汇总.xlsx", FILES)


@pytest.fixture(scope="module")
def cut(folder: Path) -> Made:
    """The same on sheets of thirty rows."""
    return summed(folder / "续表.xlsx", FILES, by="unit", rows_at_most=30)


@pytest.fixture(scope="module")
def formulas(made: Made) -> Workbook:
    return openpyxl.load_workbook(made.path)


@pytest.fixture(scope="module")
def values(made: Made) -> Workbook:
    return openpyxl.load_workbook(made.path, data_only=True)


@pytest.fixture(scope="module")
def cut_values(cut: Made) -> Workbook:
    return openpyxl.load_workbook(cut.path, data_only=True)


def test_a_subtotal_names_the_unit_of_the_rows_above(cut_values: Workbook) -> None:
    subtotals = 0
    for sheet in (each for each in cut_values if each.title.startswith("支出方向")):
        units = set[object]()
        for number, unit, *_ in sheet.iter_rows(min_row=FIRST, values_only=True):
            if number == "小计":
                assert units == {unit}
                subtotals += 1
            if number == "小计" or units != {unit}:
                units.clear()
            if number != "小计":
                units.add(unit)
    assert subtotals


def heads(sheet: Worksheet) -> list[object]:
    return [cell.value for cell in sheet[HEADS]]


def column(sheet: Worksheet, head: str) -> list[object]:
    """The values of entries, without 小计, below a head."""
    at = heads(sheet).index(head)
    rows = sheet.iter_rows(min_row=FIRST, values_only=True)
    return [row[at] for row in rows if isinstance(row[0], int)]


def total(sheet: Worksheet, head: str) -> object:
    return sheet.cell(TOTALS, heads(sheet).index(head) + 1).value


def test_the_sheets_are_there_for_any_reader(made: Made, values: Workbook) -> None:
    assert values.sheetnames == SHEETS
    by_calamine = CalamineWorkbook.from_path(made.path)
    assert by_calamine.sheet_names == SHEETS
    rows = by_calamine.get_sheet_by_name("支出明细").to_python()
    assert rows[2][:4] == ["序号", "单位", "所属专项", "支出方向"]


def test_every_formula_has_the_result_another_program_computes(
    made: Made,
    cut: Made,
    formulas: Workbook,
    values: Workbook,
    cut_values: Workbook,
    tmp_path: Path,
) -> None:
    ours = ((formulas, values), (openpyxl.load_workbook(cut.path), cut_values))
    theirs = recomputed([made.path, cut.path], tmp_path)
    for (formula_book, our_values), path in zip(ours, theirs, strict=True):
        their_values = openpyxl.load_workbook(path, data_only=True)
        compared = Counter[str]()
        for sheet in formula_book:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if cell.data_type == "f":
                    mine = our_values[sheet.title][cell.coordinate].value
                    other = their_values[sheet.title][cell.coordinate].value
                    assert _alike(mine, other), (sheet.title, cell.coordinate, mine, other)
                    compared[sheet.title] += 1
        assert compared["总览"] > 40
        assert sum(compared.values()) > 1_000


def _alike(mine: object, other: object) -> bool:
    if isinstance(mine, int | float) and isinstance(other, int | float):
        return abs(mine - other) < 1e-6
    return mine == other


def test_totals_are_the_sums_of_the_entries(values: Workbook) -> None:
    summed_heads = {
        "部门整体": ["资金总额", "一般公共预算拨款", "项目支出"],
        "专项资金（按专项）": ["金额"],
        "专项资金（按单位）": ["金额"],
        "支出方向": ["项目金额", "合计"],
        "支出明细": ["金额"],
        "报送情况": ["部门整体资金总额", "附表2合计", "文件数", "提示"],
    }
    for name, wanted in summed_heads.items():
        for head in wanted:
            told = [figure(value) or Decimal(0) for value in column(values[name], head)]
            assert figure(total(values[name], head)) == sum(told), (name, head)


def test_each_way_round_the_money_is_the_same(values: Workbook) -> None:
    by_fund, by_unit = values["专项资金（按专项）"], values["专项资金（按单位）"]
    assert Counter(column(by_fund, "金额")) == Counter(column(by_unit, "金额"))
    assert total(by_fund, "金额") == total(by_unit, "金额") == 3452


def test_subtotals_add_up_their_own_rows(formulas: Workbook, values: Workbook) -> None:
    sheet, shown = formulas["支出明细"], values["支出明细"]
    money = heads(sheet).index("金额") + 1
    first = FIRST
    for row in range(FIRST, sheet.max_row + 1):
        if sheet.cell(row, 1).value != "小计":
            continue
        unit = sheet.cell(row, 2).value
        own = [r for r in range(first, row) if sheet.cell(r, 2).value == unit]
        span = f"{own[0]}:{column_letters(money)}{own[-1]}"
        assert str(sheet.cell(row, money).value).endswith(f"{span})")
        told = [figure(shown.cell(r, money).value) or Decimal(0) for r in own]
        assert figure(shown.cell(row, money).value) == sum(told)
        assert {sheet.row_dimensions[r].outline_level for r in own} == {1}
        first = row + 1


def test_every_link_leads_to_the_figure_of_its_row(formulas: Workbook) -> None:
    books = {path.name: opened(path, data_only=True) for path in DISTRICT}
    followed = Counter[str]()
    for name, head in (
        ("专项资金（按专项）", "金额"),
        ("支出明细", "金额"),
        ("绩效指标", "指标值"),
    ):
        sheet = formulas[name]
        at, source = heads(sheet).index(head), heads(sheet).index("来源")
        for row in sheet.iter_rows(min_row=FIRST, values_only=True):
            if isinstance(row[0], int) and row[at] is not None:
                found = LINK.match(str(row[source]))
                assert found, row[source]
                path, place, cell, shown = found.groups()
                there = _cell(books[Path(path).name], place.replace("''", "'"), cell)
                assert shown == f"{place}!{cell}"
                assert _is_same(row[at], there), (name, row[at], there)
                followed[name] += 1
    assert min(followed.values()) > 30


def _cell(book: Workbook, sheet: str, cell: str) -> object:
    row, column_number = parse_cell(cell)
    return book[sheet].cell(row, column_number).value


def _is_same(ours: object, theirs: object) -> bool:
    """Return whether a figure is that in the file, which may be in 元, hundredths or text."""
    if isinstance(theirs, dt.datetime):
        return ours == theirs.date().isoformat()
    if isinstance(theirs, int | float) and isinstance(ours, str):
        number = Decimal(ours.strip("%"))
        return number in {figure(theirs), Decimal(repr(theirs)) * 100}
    if isinstance(ours, int | float):
        digits = re.sub(r"[^\d.]", "", str(theirs).translate(_NARROW))
        return Decimal(digits) in {Decimal(repr(ours)), Decimal(repr(ours)) * 10_000}
    return re.sub(r"\s", "", str(ours)) == re.sub(r"\s", "", str(theirs))


_NARROW = {0xFF0E: ".", **{0xFF10 + n: str(n) for n in range(10)}}


def test_links_are_ways_from_the_summary_to_the_file(made: Made, formulas: Workbook) -> None:
    sheet = formulas["支出明细"]
    at = heads(sheet).index("来源")
    links = [LINK.match(str(row[at])) for row in sheet.iter_rows(min_row=FIRST, values_only=True)]
    ways = {found[1] for found in links if found}
    assert len(ways) == len(DISTRICT)
    assert all((made.path.parent / way).resolve() in DISTRICT for way in ways)


def test_it_is_ready_to_print(formulas: Workbook) -> None:
    for sheet in formulas:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(1, 0), (None, 0)}
        assert sheet.oddFooter
        assert "&P" in str(sheet.oddFooter.center)
        assert sheet.print_area
        if sheet.title == "总览":
            continue
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == f"${HEADS}:${HEADS}"
        assert sheet.freeze_panes == f"C{FIRST}"
        assert sheet.auto_filter.ref.startswith(f"A{TOTALS}:")


def test_the_overview_has_charts_of_its_own_cells(made: Made) -> None:
    with zipfile.ZipFile(made.path) as archive:
        charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        assert len(charts) == 3
        assert all(b"'" not in archive.read(name).split(b"<c:f>")[1][:3] for name in charts)
        assert all("总览!" in archive.read(name).decode() for name in charts)


def test_the_same_files_in_any_order_make_the_same_bytes(made: Made) -> None:
    # At the same place from the files, so that links are the same.
    again = summed(made.path.with_name("again.xlsx"), FILES[::-1])
    assert again.path.read_bytes() == made.path.read_bytes()


def test_rows_beyond_a_sheet_go_on_in_the_next(
    made: Made, cut: Made, values: Workbook, cut_values: Workbook
) -> None:
    book, whole = cut_values, values
    assert "绩效指标(2)" in cut.written.continued
    assert set(cut.written.continued) <= set(book.sheetnames)
    assert not made.written.continued
    for name in ("支出明细", "绩效指标", "问题清单", "来源"):
        pages = [sheet for sheet in book if sheet.title.partition("(")[0] == name]
        assert all(sheet.max_row <= 30 for sheet in pages)
        for head in heads(whole[name])[:8]:
            told = [value for sheet in pages for value in column(sheet, str(head))]
            assert told == column(whole[name], str(head))
    notes = [str(cell.value) for cell in book["总览"]["A"]]
    assert any("绩效指标(2)" in note for note in notes)
    assert book["总览"]["G4"].value == whole["总览"]["G4"].value
