"""Text boxes and comments are told with their words, titles keep their year (figures 15)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from office import needs_office, saved_as
from openpyxl import load_workbook
from openpyxl.comments import Comment
from rule_checks import SAMPLE, findings_in_file

from xlform.model.submission import Form
from xlform.submission.read import read

DRAWING = """<?xml version="1.0"?><d:wsDr
 xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><d:{anchor}><d:from><d:col>{column}
</d:col><d:row>{row}</d:row></d:from><d:sp><d:txBody><a:p><a:r><a:t>{first}</a:t></a:r><a:r>
<a:t>{second}</a:t></a:r></a:p></d:txBody></d:sp></d:{anchor}></d:wsDr>"""


def with_drawing(folder: Path, drawing: str) -> Path:
    made = io.BytesIO()
    rels = "xl/worksheets/_rels/sheet3.xml.rels"
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    with zipfile.ZipFile(SAMPLE) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != rels:
                new.writestr(name, old.read(name))
        new.writestr(rels, link)
        new.writestr("xl/drawings/drawing1.xml", drawing)
    (folder / "报表.xlsx").write_bytes(made.getvalue())
    return folder / "报表.xlsx"


@pytest.mark.parametrize(
    ("anchor", "row", "column", "cell"),
    [("twoCellAnchor", 4, 1, "B5"), ("oneCellAnchor", 23, 3, "D24"), ("twoCellAnchor", 0, 0, "A1")],
)
def test_a_text_box_is_told_with_its_words(
    tmp_path: Path, anchor: str, row: int, column: int, cell: str
) -> None:
    drawing = DRAWING.format(anchor=anchor, row=row, column=column, first="85.00", second="更正")
    path = with_drawing(tmp_path, drawing)
    [unread] = read(path).unread
    assert "85.00更正" in unread.because
    assert (unread.sheet, unread.range) == ("附表3-1", cell)
    [found] = findings_in_file(path, "F-14")
    assert (found.cell, "85.00更正" in found.message) == (cell, True)


@pytest.mark.parametrize("drawing", ["", "<broken", "<x/>"])
def test_a_drawing_without_words_is_told_as_one(tmp_path: Path, drawing: str) -> None:
    [unread] = read(with_drawing(tmp_path, drawing)).unread
    assert "图片、图形或文本框" in unread.because


def commented(folder: Path, *comments: tuple[str, str]) -> Path:
    book = load_workbook(SAMPLE)
    for cell, words in comments:
        book["附表3-1"][cell].comment = Comment(words, "审核")
    book.save(folder / "报表.xlsx")
    return folder / "报表.xlsx"


def test_comments_are_told_with_their_words(tmp_path: Path) -> None:
    path = commented(tmp_path, ("B5", "应为85万元"), ("E14", "改为12次"))
    told = {(one.range, one.because) for one in read(path).unread}
    assert {cell for cell, _ in told} == {"B5", "E14"}
    assert any("应为85万元" in because for _, because in told)


@needs_office
def test_comments_of_an_old_workbook_are_told(tmp_path: Path) -> None:
    [path] = saved_as("xls", [commented(tmp_path, ("B5", "应为85万元"))], tmp_path)
    told = [one for one in read(path).unread if "应为85万元" in one.because]
    assert [one.range for one in told] == ["B5"]


def direction(folder: Path, **cells: str) -> Form:
    book = load_workbook(SAMPLE)
    for name, value in cells.items():
        book["附表3-1"][name].value = value
    book.save(folder / "报表.xlsx")
    return next(form for form in read(folder / "报表.xlsx").forms if form.sheet == "附表3-1")


@pytest.mark.parametrize(
    "title",
    [
        "区级专项资金支出方向绩效目标表（2024年）",
        "区级专项资金支出方向绩效目标表(2024年度)",
        "区级专项资金支出方向绩效目标表\n（2024年度）",
        "区级专项资金支出方向绩效目标表 2024年",
        "2024年区级专项资金支出方向绩效目标表",
    ],
)
def test_a_title_keeps_its_year_wherever_it_is(tmp_path: Path, title: str) -> None:
    form = direction(tmp_path, A2=title)
    assert (form.title, form.year) == (title, 2024)


@pytest.mark.parametrize("line", ["2024年", "（2024年度）", "2024年度"])
def test_a_line_of_the_year_above_or_below_the_title_counts(tmp_path: Path, line: str) -> None:
    form = direction(tmp_path, A1=line, A2="区级专项资金支出方向绩效目标表")
    assert (form.title, form.year) == ("区级专项资金支出方向绩效目标表", 2024)
