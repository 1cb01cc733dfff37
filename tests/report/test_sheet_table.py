"""Sheets as HTML tables: every position covered once, every text escaped, no style in the page."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import PIL.Image
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side

from xlform.formats.appearance import read_appearance
from xlform.formats.source import read_file
from xlform.grid.address import Range, parse_cell
from xlform.grid.appearance import CellAppearance, SheetAppearance, Window, window_of
from xlform.grid.model import BesideText, Cell, Grid, Sheet
from xlform.grid.notation import parse
from xlform.report.sheets.edited_text import edited_text
from xlform.report.sheets.html import CellLink, CellMark, sheet_html, sheet_notes_html
from xlform.report.sheets.style_sheet import APPEARANCES_AT_MOST, StyleSheet, contrast
from xlform.report.sheets.view import SheetView, sheet_view, shown_places

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
OLD = ROOT / "tests" / "formats" / "data" / "云田镇.xls"


class Table(HTMLParser):
    """Cells of a table: what each covers, and all text between its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.texts: list[str] = []
        self.covered: list[tuple[int, int]] = []
        self._row, self._free, self._taken = -1, 0, set[tuple[int, int]]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        spans = dict(attrs)
        if tag == "tr":
            self._row, self._free = self._row + 1, 0
        if tag in ("td", "th"):
            while (self._row, self._free) in self._taken:
                self._free += 1
            for down in range(int(spans.get("rowspan") or 1)):
                for across in range(int(spans.get("colspan") or 1)):
                    self.covered.append((self._row + down, self._free + across))
                    self._taken.add(self.covered[-1])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def shown(text: str, **given: object) -> str:
    (sheet,) = parse(text).sheets
    return sheet_html(sheet_view(sheet), "s1", StyleSheet(), dict(given.get("marks") or {}))  # type: ignore[call-overload]


def test_a_sheet_as_a_table() -> None:
    table = shown(
        """
        @hidden rows 2
        | 合计 | <  | =SUM(C2:C3) → 66.00 |
        | 一   | 甲 | 6                   |
        | ^    | <b> | =C9                |
        """,
        marks={
            parse_cell("A1"): CellMark("error", (CellLink("#f1", "1", "问题 1"),)),
            parse_cell("C2"): CellMark("changed", before="5"),
        },
    )
    assert table == (ROOT / "tests" / "golden" / "sheet.html").read_text(encoding="utf-8")


RANGES = st.builds(
    lambda top, left, down, across: Range(top, left, top + down, left + across),
    st.integers(1, 9), st.integers(1, 9), st.integers(0, 4), st.integers(0, 4),
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=()), min_size=1, max_size=8)
CELLS = st.dictionaries(
    st.tuples(st.integers(1, 40), st.integers(1, 12)), st.builds(Cell, TEXTS), max_size=12
)


@given(CELLS, st.lists(RANGES, max_size=6), st.integers(1, 60), st.sets(st.integers(1, 5)))
def test_each_position_is_covered_once(
    cells: dict[tuple[int, int], Cell], merges: list[Range], at_most: int, hidden: set[int]
) -> None:
    sheet = Sheet("表", cells, tuple(merges), hidden_rows=frozenset(hidden))
    view = sheet_view(sheet, SheetAppearance(), merges[:1], list(cells)[:2], at_most)
    table = Table(sheet_html(view, "s1", StyleSheet(), {}))
    rows, columns = len(view.rows), len(view.columns)
    assert sorted(table.covered) == [(r, c) for r in range(rows + 1) for c in range(columns + 1)]
    assert set(shown_places(view)) == {
        (row.number, column.number) for row in view.rows for column in view.columns
    }


@given(TEXTS)
def test_every_text_is_escaped(text: str) -> None:
    grid_text = f"<script>{text}</script>\x1b[2J\u202e"
    sheet = Sheet(
        grid_text,
        {(1, 1): Cell(grid_text), (1, 2): Cell(None, grid_text), (2, 1): Cell("a", struck="a")},
        beside_texts=(BesideText("comments", "A1", grid_text),),
    )
    marks = {(1, 2): CellMark("error", (CellLink('"><i>', grid_text, grid_text),), grid_text)}
    view = sheet_view(sheet)
    page = sheet_html(view, "s1", StyleSheet(), marks) + sheet_notes_html(view, "s1")
    table = Table(page)
    assert {"script", "i"}.isdisjoint(table.tags)
    assert "style" not in table.names
    assert not any("\x1b" in text or "\u202e" in text for text in table.texts)


@pytest.mark.parametrize(
    ("last", "areas", "wanted", "at_most", "rows", "left_out"),
    [
        ("C900", (), (), 15, range(1, 6), 5),
        ("C900", (Range(800, 1, 804, 3),), (), 30, (*range(1, 6), *range(800, 805)), 5),
        ("C900", (), ((900, 3),), 30, (*range(1, 10), 900), 0),
        ("C9", (), (), 4_000, range(1, 10), 0),
    ],
)
def test_a_large_sheet_is_bounded(
    last: str,
    areas: tuple[Range, ...],
    wanted: tuple[tuple[int, int], ...],
    at_most: int,
    rows: tuple[int, ...],
    left_out: int,
) -> None:
    cells = {(row, 1): Cell(str(row)) for row in range(1, 10)} | {parse_cell(last): Cell("x")}
    view = sheet_view(Sheet("表", cells), None, areas, wanted, at_most)
    assert len(view.rows) * len(view.columns) <= at_most
    assert ([row.number for row in view.rows], view.left_out) == (list(rows), left_out)


@pytest.mark.parametrize("path", [SAMPLE, OLD])
def test_the_printed_look_of_a_workbook(path: Path) -> None:
    _, looks = looks_of(path)
    sheet = looks["附表1"]
    title, label, figure = (sheet.cells[parse_cell(cell)] for cell in ("A2", "A4", "C7"))
    assert (title.bold, title.size, title.horizontal, title.borders[0]) == (True, 18, "center", "")
    assert (label.size, label.horizontal, label.borders) == (10.5, "center", ("thin",) * 4)
    assert figure.number_format.startswith("0.00")
    assert [round(sheet.widths[column]) for column in range(1, 6)] == [13, 26, 18, 26, 16]
    assert round(sheet.heights[2]) > round(sheet.heights[4]) > 0


def test_styles_of_a_workbook(tmp_path: Path) -> None:
    """Colors by value, index and theme with a tint, and everything else a style can say."""
    book = Workbook()
    page = book.active
    assert page is not None
    cell = page["B2"]
    cell.value = 1234.5
    cell.number_format = "#,##0.00"
    cell.font = Font(
        b=True, i=True, u="single", strike=True, sz=16, color=Color(indexed=10), family=1
    )
    cell.fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.8))
    cell.border = Border(left=Side("double"), bottom=Side("mediumDashed"), top=Side("hair"))
    cell.alignment = Alignment("right", "top", text_rotation=255, wrap_text=True, indent=2)
    page.column_dimensions["B"].width = 30
    page.row_dimensions[2].height = 40
    page.sheet_view.showGridLines = False
    book.save(tmp_path / "a.xlsx")
    grid, looks = looks_of(tmp_path / "a.xlsx")
    look = looks["Sheet"].cells[2, 2]
    assert look == CellAppearance(
        size=16, bold=True, italic=True, underlined=True, struck=True, serif=True, color="ff0000",
        fill="dce6f2", horizontal="right", vertical="top", wrap=True, indent=2,
        direction="stacked", borders=("dotted", "", "dashed", "double"), number_format="#,##0.00",
    )  # fmt: skip
    assert (looks["Sheet"].widths[2], looks["Sheet"].heights[2]) == (30, 40)
    assert not looks["Sheet"].gridlines
    view = sheet_view(grid.sheets[0], looks["Sheet"])
    assert [cell.text for row in view.rows for cell in row.cells if cell.text] == ["1,234.50"]


def looks_of(path: Path) -> tuple[Grid, dict[str, SheetAppearance]]:
    _, grid = read_file(path)
    return grid, read_appearance(path.read_bytes(), path.name, window_of(grid))


FODS = """<?xml version="1.0"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<style:style style:name="co" style:family="table-column">
<style:table-column-properties style:column-width="54pt"/></style:style>
<style:style style:name="ro" style:family="table-row">
<style:table-row-properties style:row-height="1in"/></style:style>
<style:style style:name="base" style:family="table-cell">
<style:text-properties fo:font-weight="bold" fo:font-size="18pt" fo:color="#FF0000"/>
<style:paragraph-properties fo:text-align="end"/></style:style>
<style:style style:name="ce" style:family="table-cell" style:parent-style-name="base">
<style:table-cell-properties fo:border="0.74pt solid #000000" fo:border-left="2.5pt solid #000"
 fo:background-color="#ffff00" style:vertical-align="middle" fo:wrap-option="wrap"/>
</style:style></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="表"><table:table-column table:style-name="co"
 table:number-columns-repeated="16384"/><table:table-row table:style-name="ro"
 table:number-rows-repeated="1048576"><table:table-cell table:style-name="ce"
 table:number-columns-repeated="3"><text:p>甲</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document>
"""


def test_the_look_of_an_open_document() -> None:
    looks = read_appearance(FODS.encode(), "a.fods", Window(rows=4, columns=2))
    sheet = looks["表"]
    assert set(sheet.cells) == {(row, column) for row in range(1, 5) for column in (1, 2)}
    assert sheet.cells[4, 2] == CellAppearance(
        size=18, bold=True, color="ff0000", fill="ffff00", horizontal="right", vertical="center",
        wrap=True, borders=("thin", "thin", "thin", "thick"),
    )  # fmt: skip
    assert (sheet.widths, sheet.heights) == ({1: 10, 2: 10}, dict.fromkeys(range(1, 5), 72))


def test_fonts_stay_readable_and_classes_bounded() -> None:
    styles = StyleSheet()
    yellow = CellAppearance(color="ffffff", fill="ffff00")
    assert styles.appearance(yellow) == styles.appearance(yellow) == "k1"
    assert "background-color:#ffff00" in styles.text()
    assert "color:#ffffff" not in styles.text()
    for number in range(APPEARANCES_AT_MOST + 9):
        styles.appearance(CellAppearance(fill=f"{number:06x}"))
    assert styles.text().count("td.k") == APPEARANCES_AT_MOST
    assert contrast("000000", "ffffff") == pytest.approx(21)


def test_a_document_has_plain_borders_and_guessed_widths() -> None:
    view = view_of("| 序号 | 名称名称名称名称名称名称名称名称 |\n| 1 | 乙 |")
    assert [round(column.width) for column in view.columns] == [6, 26]
    assert {cell.appearance.borders for row in view.rows for cell in row.cells} == {("thin",) * 4}
    prose = view_of("| 一段文字 |")
    assert ([column.width for column in prose.columns], prose.gridlines) == ([78], False)


def test_what_is_not_shown_is_told() -> None:
    sheet = Sheet(
        "表",
        {(row, 1): Cell("甲") for row in range(1, 9)},
        state="veryHidden",
        beside_cells=("comments", "drawing"),
        beside_texts=(BesideText("comments", "A2", "核对过"),),
    )
    view = sheet_view(sheet, cells_at_most=4)
    notes = "".join(Table(sheet_notes_html(view, "s1")).texts)
    told = ("另有 4 个", "图片", "深度隐藏", "核对过")
    assert [words for words in told if words not in notes] == []
    assert 'href="#s1-c1"' in sheet_html(view, "s1", StyleSheet(), {})
    assert 'id="s1-c1"' in sheet_notes_html(view, "s1")


def test_pictures_are_boxes_with_their_names_and_conditions_are_told(tmp_path: Path) -> None:
    png = io.BytesIO()
    PIL.Image.new("RGB", (150, 60), "red").save(png, "PNG")
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet("Sheet")
    page.write("A1", "预算单位")
    page.merge_range("B2:C4", 1)
    # The first begins inside of a merge, the other beyond what is shown.
    for cell, name in (("C3", "公章<b>"), ("H90", "签名")):
        page.insert_image(cell, f"{name}.png", {"image_data": png, "description": name})
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Sheet!$B$2:$B$4"})
    page.insert_chart("A2", chart)
    page.insert_textbox("A1", "以下由单位填写")
    page.conditional_format("B2", {"type": "no_blanks", "format": book.add_format({"bold": True})})
    book.close()
    grid, looks = looks_of(tmp_path / "a.xlsx")
    view = sheet_view(grid.sheets[0], looks["Sheet"])
    styles = StyleSheet()
    table = sheet_html(view, "s1", styles, {})
    boxes = re.findall(r'<td[^>]*>([^<]*)<span class="picture (w\d+) (h\d+)">([^<]+)</span>', table)
    assert [(text, said) for text, _, _, said in boxes] == [
        ("预算单位", "图形 以下由单位填写"), ("", "图表 Chart 3"), ("1", "图片 公章&lt;b&gt;")
    ]  # fmt: skip
    assert all(f".sheet .{name}," in styles.text() for _, *sizes, _ in boxes for name in sizes)
    notes = "".join(Table(sheet_notes_html(view, "s1")).texts)
    assert "图片 签名 H90" in notes
    assert "条件格式" in notes
    assert "图片、图形或文本框" not in notes


def view_of(text: str) -> SheetView:
    return sheet_view(parse(text).sheets[0])


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("甲乙丙丁", "甲乙丙丁。", ("甲乙丙丁", "", "。", "")),
        ("6次*0.6", "6次×0.6", ("6次", "*", "×", "0.6")),
        ("\n金额：万元", "金额：万元", ("", "↵", "", "金额：万元")),
        ("甲", "乙丙丁", ("", "甲", "乙丙丁", "")),
        ("项目共12个村", "项目共15个村", ("", "项目共12个村", "项目共15个村", "")),
        ("=SUM(A1:A9)", "=SUM(A1:A10)", ("", "=SUM(A1:A9)", "=SUM(A1:A10)", "")),
        ("", "66", ("", "", "66", "")),
    ],
)
def test_an_edit_shows_what_it_changes(old: str, new: str, parts: tuple[str, ...]) -> None:
    edit = edited_text(old, new)
    assert (edit.before, edit.removed, edit.added, edit.after) == parts


@given(TEXTS, TEXTS, TEXTS)
def test_the_parts_of_an_edit_are_both_texts(old: str, new: str, around: str) -> None:
    edit = edited_text(around + old + around, around + new + around)
    if not (edit.removed + edit.added).translate({ord(sign): None for sign in "␣↵⇥"}).isspace():
        kept = edit.before, edit.after
        assert (around + old + around).startswith(kept[0])
        assert (around + new + around).endswith(kept[1])
