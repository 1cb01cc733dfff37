"""What lies over the cells of a blank follows its rows; the styles of all blanks are one."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

import xlform
from xlform.errors import FileProblem
from xlform.model.submission import Submission
from xlform.template.store import load_templates, templates_folder
from xlform.writing.workbook_draft import WorkbookDraft, draft_workbook

ROOT = Path(__file__).parents[2]
SAMPLE = xlform.read(ROOT / "samples" / "云田镇.xlsx")
# In the blank the expenses are rows 26 to 31 and their total row 32; the first fund has five.
EXPENSES, TOTAL = "D26:D31", "D32"


def templates_with(folder: Path, change: object) -> Path:
    """A copy of the templates in which the blank of 附表3 was changed."""
    shutil.copytree(templates_folder(), folder / "templates")
    blank = folder / "templates" / "shifeng-2023" / "fund-direction" / "blank.xlsx"
    book = openpyxl.load_workbook(blank)
    assert callable(change)
    change(book.worksheets[0])
    book.save(blank)
    return folder / "templates"


def dress(sheet: Worksheet) -> None:
    """A conditional format, names, a link within the book, a page's end, a check beside a total."""
    fill = PatternFill(bgColor="FFFF0000")
    red = CellIsRule("lessThan", ["D26"], fill=fill)  # type: ignore[no-untyped-call]  # no stub
    sheet.conditional_formatting.add(EXPENSES, red)
    sheet["H32"] = f"=SUM({EXPENSES})-{TOTAL}"
    sheet["H32"].font = Font(italic=True, size=9)
    sheet["A34"].hyperlink = "#'附表3 支出方向'!A4"
    sheet.row_breaks.append(Break(id=24))
    sheet.auto_filter.ref = "B25:F31"
    assert sheet.parent is not None
    for name, cells in {"expense_amounts": "$D$26:$D$31", "fund_total": "$D$32"}.items():
        sheet.parent.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{cells}")


@pytest.fixture(scope="module")
def dressed(tmp_path_factory: pytest.TempPathFactory) -> WorkbookDraft:
    folder = templates_with(tmp_path_factory.mktemp("dressed"), dress)
    return draft_workbook(SAMPLE, load_templates(folder))


def test_what_lies_over_rows_grows_and_moves_with_them(dressed: WorkbookDraft) -> None:
    book = openpyxl.load_workbook(io.BytesIO(dressed.data))
    sheet = book["附表3 城乡环境连片整治专项"]
    # Eleven indicators from row 10, the head of the expenses in row 21, the expenses from 22.
    (format_,) = sheet.conditional_formatting
    assert str(format_.sqref) == "D22:D26"
    assert format_.rules[0].formula == ["D22"]
    assert format_.rules[0].dxf.fill.bgColor.rgb == "FFFF0000"
    assert sheet["H27"].value == "=SUM(D22:D26)-D27"
    assert (sheet["H27"].font.i, sheet["H27"].font.sz) == (True, 9)
    assert [one.id for one in sheet.row_breaks.brk] == [20]
    assert sheet.auto_filter.ref == "B21:F26"
    lists = {str(one.sqref) for one in sheet.data_validations.dataValidation}
    assert lists == {"F10:F20", "B5 D22:D26 F5"}
    assert sheet.print_area == "'附表3 城乡环境连片整治专项'!$A$1:$F$29"
    named = {name: one.attr_text for name, one in sheet.defined_names.items()}
    assert named["expense_amounts"] == "'附表3 城乡环境连片整治专项'!$D$22:$D$26"
    assert named["fund_total"] == "'附表3 城乡环境连片整治专项'!$D$27"
    assert book["附表3 社区经费"].defined_names["fund_total"].attr_text.endswith("$D$22")


def test_a_formula_that_is_nobodys_value_has_its_result(dressed: WorkbookDraft) -> None:
    values = openpyxl.load_workbook(io.BytesIO(dressed.data), data_only=True)
    assert values["附表3 城乡环境连片整治专项"]["H27"].value == 0


def test_what_a_workbook_repeats_is_still_the_official_look() -> None:
    ours = openpyxl.load_workbook(
        io.BytesIO(draft_workbook(SAMPLE, load_templates(templates_folder())).data)
    )
    folder = templates_folder() / "shifeng-2023"
    for name, title in (("department", "附表1"), ("fund-summary", "附表2")):
        blank = openpyxl.load_workbook(folder / name / "blank.xlsx").worksheets[0]
        for row, column in ((2, 1), (3, 1), (4, 1), (5, 3)):
            one, other = blank.cell(row, column), ours[title].cell(row, column)
            for part in ("font", "border", "fill", "alignment"):
                assert repr(getattr(one, part)) == repr(getattr(other, part))
        for letter, width in blank.column_dimensions.items():
            assert ours[title].column_dimensions[letter].width == width.width
        assert ours[title].page_margins.left == blank.page_margins.left
        assert ours[title].page_setup.orientation == blank.page_setup.orientation
    assert ours["附表2"].print_title_rows == "$4:$4"


def test_a_blank_in_yuan_is_filled_in_yuan(tmp_path: Path) -> None:
    def in_yuan(sheet: Worksheet) -> None:
        sheet["E3"] = "金额单位：元"

    folder = templates_with(tmp_path, in_yuan)
    alone = msgspec.structs.replace(SAMPLE, forms=SAMPLE.forms[2:3])
    xlform.write(alone, tmp_path / "x.xlsx", templates=folder)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert (sheet["B5"].value, sheet["D22"].value) == (950000, 100000)
    assert sheet["D27"].value == "=SUM(D22:D26)"
    (found,) = xlform.read(tmp_path / "x.xlsx").forms
    assert found.fields["amount"] == SAMPLE.forms[2].fields["amount"]
    assert found.origins["amount.text"] == "950000元"


def test_a_blank_with_things_beside_its_cells_is_refused_by_name(tmp_path: Path) -> None:
    def remark(sheet: Worksheet) -> None:
        sheet["A4"].comment = Comment("填表说明", "财政局")

    folder = templates_with(tmp_path, remark)
    with pytest.raises(FileProblem, match="legacyDrawing"):
        draft_workbook(SAMPLE, load_templates(folder))


def test_each_fund_has_a_sheet_of_its_name() -> None:
    names = ["甲/乙:丙[1]*?\\", "A" * 40, "A" * 40, "'引号'", "", "  "]
    form = SAMPLE.forms[2]
    filed = tuple(
        msgspec.structs.replace(form, fields={**form.fields, "fund": name}) for name in names
    )
    many: Submission = msgspec.structs.replace(SAMPLE, forms=filed)
    data = draft_workbook(many, load_templates(templates_folder())).data
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [
        "附表3 甲／乙：丙［1］＊？＼", "附表3 " + "A" * 27, "附表3 " + "A" * 24 + "(2)",
        "附表3 ’引号’", "附表3", "附表3(2)",
    ]  # fmt: skip
