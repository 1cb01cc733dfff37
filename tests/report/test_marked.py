"""The unit's own workbook comes back marked, and otherwise as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import python_calamine
from marking import BLUE, MAIN, RED, YELLOW, finding, mark, raw, unmark
from opening import opened
from openpyxl.worksheet.worksheet import Worksheet
from richbook import members, plain_workbook, rich_workbook, shape

import xlform
from xlform.formats.xlsx import read_xlsx
from xlform.grid.address import column_letters
from xlform.messages import set_language
from xlform.model.findings import SEVERITIES

SAMPLES = Path(__file__).parents[2] / "samples"


def changed(before: bytes, after: bytes) -> tuple[set[str], set[str]]:
    """The members that differ, and those that are new; none may be gone."""
    old, new = members(before), members(after)
    assert set(old) <= set(new)
    assert list(new)[: len(old)] == list(old)
    return {name for name in old if old[name] != new[name]}, set(new) - set(old)


RICH = (
    finding("表一", "B2"),
    finding("表一", "B6", "warning", "A-03", expected="611.50", actual="611.5"),
    finding("表一", "B11", "info", "T-01"),
    finding("表一", "D20", "error"),
    finding("表二", "A1", "error"),
    finding("表二", "D6", "warning"),
    finding("表二", "G9", "info"),
    finding("表二", "G30", "info"),
    finding("表二", "B9", "info"),
)


@pytest.mark.parametrize("macro", [False, True])
def test_a_rich_workbook_keeps_every_other_part_to_the_byte(*, macro: bool) -> None:
    before = rich_workbook(macro=macro)
    after = mark(before, *RICH)
    different, new = changed(before, after)
    assert different == {
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
        "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml", "xl/drawings/vmlDrawing2.vml",
    }  # fmt: skip
    assert new == {"docProps/custom.xml", "xl/comments2.xml", "xl/worksheets/sheet3.xml"}
    old, now = raw(before), raw(after)
    assert all(now[name] == old[name] for name in set(old) - different)
    assert ("xl/vbaProject.bin" in old) == macro


def test_sheets_differ_in_the_style_of_named_cells_and_nothing_else() -> None:
    before = rich_workbook()
    old, new = members(before), members(mark(before, *RICH))
    named = {"sheet1": {"B2", "B6", "A10", "D20"}, "sheet2": {"A1", "B5", "B9", "G9", "G30"}}
    for sheet, cells in named.items():
        part = f"xl/worksheets/{sheet}.xml"
        was, now = ET.fromstring(old[part]), ET.fromstring(new[part])  # noqa: S314  (our own)
        assert unmark(now, was) == cells
        # Of row 9 in the second sheet the spans are dropped, a hint that no longer holds.
        for row in (*was.iter(f"{MAIN}row"), *now.iter(f"{MAIN}row")):
            row.attrib.pop("spans", "")
        assert shape(now) == shape(was)


def test_rows_and_cells_rise() -> None:
    after = members(mark(rich_workbook(), *RICH))
    for number in (1, 2, 3):
        root = ET.fromstring(after[f"xl/worksheets/sheet{number}.xml"])  # noqa: S314
        rows = [int(row.get("r", "")) for row in root.iter(f"{MAIN}row")]
        assert rows == sorted(set(rows))
        for row in root.iter(f"{MAIN}row"):
            cells = [re.sub(r"\d", "", cell.get("r", "")) for cell in row]
            assert cells == sorted(set(cells), key=lambda letters: (len(letters), letters))


def test_other_readers_find_colours_notes_values_and_formulas() -> None:
    before = rich_workbook()
    after = mark(before, *RICH)
    book = opened(after)
    was = opened(before)
    first, second = book["表一"], book["表二"]
    assert first["B2"].fill.fgColor.rgb == RED
    assert first["B6"].fill.fgColor.rgb == YELLOW
    assert first["A10"].fill.fgColor.rgb == BLUE
    assert second["B5"].fill.fgColor.rgb == YELLOW
    # The rest of a cell's look is its own: also that of a row or a column for an absent cell.
    assert first["B2"].font.b
    assert first["B2"].number_format == "0.00"
    assert not first["B2"].protection.locked
    assert second["G30"].number_format == "0.00%"
    assert second["G30"].fill.fgColor.rgb == BLUE
    assert second["G9"].number_format == "General"
    assert first["B6"].value == was["表一"]["B6"].value == "=SUM(B2:B5)"
    assert first["B6"].comment.text == (
        "[警告 第2项] 没有填。\n应为：611.50\n现为：611.5\n建议：请补填。"
    )
    assert first["B6"].comment.author == "绩效股核对"
    # A comment that was there keeps its words and its author; ours are added.
    assert second["A1"].comment.text == "请核对\n\n[错误 第1项] 没有填。\n建议：请补填。"
    assert second["A1"].comment.author == "原填表人"
    assert second["C3"].comment.text == "第二条"
    assert second["B5"].comment.text.startswith("[警告 第")
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(before))
    ours = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(after))
    assert ours.sheet_names == [*theirs.sheet_names, "问题清单"]
    for sheet in theirs.sheet_names:
        assert _filled(ours, sheet) == _filled(theirs, sheet)


def _filled(book: python_calamine.CalamineWorkbook, sheet: str) -> list[object]:
    rows = book.get_sheet_by_name(sheet).to_python()
    return [cell for row in rows for cell in row if cell != ""]


def test_every_box_has_a_number_of_its_own() -> None:
    after = members(mark(rich_workbook(), *RICH))
    drawings = [data.decode() for name, data in after.items() if name.endswith(".vml")]
    numbers = [n for one in drawings for n in re.findall(r'<v:shape id="_x0000_s(\d+)"', one)]
    assert len(numbers) == len(set(numbers)) == 1 + 2 + 4 + 4
    for one in drawings:
        root = ET.fromstring(one)  # noqa: S314
        [blocks] = [e.get("data", "") for e in root.iter() if e.tag.endswith("}idmap")]
        used = {str(int(n) // 1024) for n in re.findall(r'<v:shape id="_x0000_s(\d+)"', one)}
        assert used == set(blocks.split(","))


def test_several_findings_at_one_cell_share_a_note_and_the_gravest_colour() -> None:
    grave = finding("表一", "C10", "error", "A-10")
    after = mark(rich_workbook(), finding("表一", "A11", "info", "X-05"), grave)
    sheet = opened(after)["表一"]
    assert sheet["A10"].fill.fgColor.rgb == RED
    assert sheet["A10"].comment.text == (
        "1. [错误 第1项] 没有填。\n建议：请补填。\n2. [提示 第2项] 没有填。\n建议：请补填。"
    )


def test_the_list_tells_everything_and_leads_to_the_cells() -> None:
    after = mark(
        rich_workbook(),
        finding("表一", "B2", message='=HYPERLINK("http://x")', expected="@a", actual="-1\x00\x0b"),
        finding("表二", "", "info", message="附表号\r\n_x0041_ <缺> & ]]>"),
        finding("", "", "warning"),
    )
    book = opened(after)
    sheet = book.worksheets[-1]
    assert sheet.title == "问题清单"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [
        "序号", "级别", "位置", "问题", "现为", "应为", "建议", "单位答复", "编号",
    ]  # fmt: skip
    assert rows[1] == [
        1, "错误", "表一!B2",
        '=HYPERLINK("http://x")', "-1", "@a", "请补填。", None, "C-02/表一/B2",
    ]  # fmt: skip
    assert [cell.data_type for cell in sheet[2][:7]] == ["n", *"ssssss"]
    assert sheet["D2"].quotePrefix
    assert not sheet["A2"].quotePrefix
    # In the order of the letter: errors, warnings, hints.
    assert rows[2][2] == "整份报送件"
    assert rows[3][2] == "表二"
    assert sheet["C2"].hyperlink.location == "'表一'!B2"
    assert sheet["C3"].hyperlink is None
    assert sheet["C4"].hyperlink.location == "'表二'!A1"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I4"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet["A1"].font.b
    assert book["表一"].print_title_rows == "$1:$1"
    assert book.defined_names["总额"].value == "表一!$B$6"
    listed = members(after)["xl/worksheets/sheet3.xml"].decode()
    assert ">附表号 _x005F_x0041_ &lt;缺&gt; &amp; ]]&gt;<" in listed


def test_a_name_that_is_taken_gets_a_number() -> None:
    before = plain_workbook("问题清单", "A1")
    again = mark(mark(before), finding("问题清单", "A1"))
    assert [sheet.name for sheet in read_xlsx(again, "x").sheets] == [
        "问题清单",
        "问题清单(2)",
    ]


def test_a_marked_copy_is_marked_anew() -> None:
    """Units correct their forms in the marked copy: the earlier marks go, with their colours."""
    before = rich_workbook()
    again = mark(mark(before, *RICH), finding("表二", "A1", "warning", message="还没有改。"))
    book, was = opened(again), opened(before)
    assert book.sheetnames == [*was.sheetnames, "问题清单"]
    assert book["表二"]["A1"].comment.text == "请核对\n\n[警告 第1项] 还没有改。\n建议：请补填。"
    assert book["表二"]["A1"].fill.fgColor.rgb == YELLOW
    for name in was.sheetnames:
        for row in was[name].iter_rows():
            for old in row:
                new = book[name][old.coordinate]
                if (name, old.coordinate) != ("表二", "A1"):
                    assert (new.comment and new.comment.text) == (old.comment and old.comment.text)
                    assert repr(new.fill) == repr(old.fill)
                    assert new.number_format == old.number_format
    shapes = [data.decode() for part, data in members(again).items() if part.endswith(".vml")]
    assert sum(text.count("<x:Row>") for text in shapes) == 2
    assert [row[0].value for row in book["问题清单"].iter_rows()] == ["序号", 1]


def test_nothing_found_is_said() -> None:
    book = opened(mark(rich_workbook()))
    assert book["问题清单"]["A2"].value == "没有发现问题"


def test_the_same_input_gives_the_same_bytes() -> None:
    before = rich_workbook()
    assert mark(before, *RICH) == mark(before, *RICH)


def test_english() -> None:
    set_language("en")
    try:
        after = mark(rich_workbook(), finding("表一", "B2", expected="5"))
    finally:
        set_language("")
    book = opened(after)
    assert book.sheetnames[-1] == "Findings"
    note = book["表一"]["B2"].comment
    assert note.text.startswith("[error item 1]")
    assert "expected: 5" in note.text
    assert note.author == "xlform check"


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_every_sample(path: Path) -> None:
    """Cells filled, blank, within merges, in rows and columns that are not there."""
    before = path.read_bytes()
    submission = xlform.read(path)
    findings = []
    for form in submission.forms:
        places = [c for path, c in form.origins.items() if not path.endswith(".text")]
        for n, cell in enumerate(dict.fromkeys(places)):
            findings.append(finding(form.sheet, cell, SEVERITIES[n % 3]))
    grid = read_xlsx(before, "x")
    for sheet in grid.sheets:
        findings += [finding(sheet.name, f"{merge}".split(":")[-1]) for merge in sheet.merges]
        bottom = max((row for row, _ in sheet.cells), default=0)
        right = max((column for _, column in sheet.cells), default=0)
        findings += [
            finding(sheet.name, f"C{bottom + 5}"),
            finding(sheet.name, f"A{bottom + 5}"),
            finding(sheet.name, f"{column_letters(right + 3)}2"),
        ]
    after = mark(before, *findings)
    was = opened(before)
    now = opened(after)
    assert now.sheetnames == [*was.sheetnames, "问题清单"]
    marked = {(f.sheet, f.cell) for f in findings}
    for name in was.sheetnames:
        assert _contents(was[name]) == _contents(now[name])
        assert was[name].merged_cells.ranges == now[name].merged_cells.ranges
        cells = [one for row in now[name].iter_rows() for one in row]
        noted = {one.coordinate for one in cells if one.comment}
        coloured = {c.coordinate for c in cells if c.fill.fgColor.rgb in {RED, YELLOW, BLUE}}
        assert noted
        assert noted <= coloured
        asked = {cell for sheet, cell in marked if sheet == name}
        assert all(cell in now[name].merged_cells for cell in asked - noted)
        assert all(cell in now[name].merged_cells for cell in noted - asked)


def _contents(sheet: Worksheet) -> dict[str, object]:
    rows = sheet.iter_rows()
    return {cell.coordinate: cell.value for row in rows for cell in row if cell.value is not None}
