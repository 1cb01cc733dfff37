"""Struck-out words are deleted, and told (figures 3)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from office import needs_office, saved_as
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from rule_checks import SAMPLE, findings_in_file
from wordfile import cell, document, packed, row, table

from xlform.model.submission import Form
from xlform.submission.read import read

STRUCK = InlineFont(strike=True)


def direction(path: Path) -> Form:
    return next(form for form in read(path).forms if form.sheet == "附表3-1")


def amounts(form: Form) -> list[object]:
    return [one["amount"] for one in form.tables["expenses"]]


def saved(folder: Path, cells: dict[str, object], struck: tuple[str, ...] = ()) -> Path:
    book = load_workbook(SAMPLE)
    sheet = book["附表3-1"]
    for name, value in cells.items():
        sheet[name].value = value
    for name in struck:
        sheet[name].font = Font(strike=True)
    book.save(folder / "报表.xlsx")
    return folder / "报表.xlsx"


def told(path: Path) -> set[tuple[str, str | None]]:
    return {(found.cell, found.actual) for found in findings_in_file(path, "F-16")}


def test_a_struck_row_is_no_row(tmp_path: Path) -> None:
    path = saved(tmp_path, {}, ("C24", "D24", "E24"))
    form = direction(path)
    assert amounts(form) == [Decimal(10), Decimal(25), Decimal(10), Decimal(30)]
    assert [name for name, _ in sorted(told(path))] == ["C24", "D24", "E24"]
    assert ("D24", "20") in told(path)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (CellRichText(TextBlock(STRUCK, "20"), "15"), "15"),
        (CellRichText("15", TextBlock(STRUCK, "20")), "15"),
        (CellRichText("1", TextBlock(STRUCK, "20"), "5"), "15"),
        (CellRichText(TextBlock(STRUCK, "2"), TextBlock(STRUCK, "0"), " 15"), "15"),
    ],
)
def test_struck_runs_are_no_part_of_an_amount(
    tmp_path: Path, value: CellRichText, amount: str
) -> None:
    path = saved(tmp_path, {"D24": value})
    assert amounts(direction(path))[2] == Decimal(amount)
    assert told(path) == {("D24", "20")}


def test_an_amount_struck_out_altogether_is_missing(tmp_path: Path) -> None:
    path = saved(tmp_path, {"D24": CellRichText(TextBlock(STRUCK, "20"))})
    assert amounts(direction(path))[2] is None
    assert told(path) == {("D24", "20")}


def test_a_struck_field_is_missing(tmp_path: Path) -> None:
    path = saved(tmp_path, {}, ("B5",))
    assert direction(path).fields["amount"] is None
    assert [name for name, _ in told(path)] == ["B5"]


def test_a_target_loses_its_struck_words(tmp_path: Path) -> None:
    value = CellRichText(TextBlock(STRUCK, "≥8次"), "≥12次")
    form = direction(saved(tmp_path, {"E14": value}))
    assert "≥12次" in {one["target"].text for one in form.tables["indicators"]}  # type: ignore[union-attr]


def test_a_font_that_says_it_is_not_struck_strikes_nothing(tmp_path: Path) -> None:
    value = CellRichText(TextBlock(InlineFont(strike=False), "1"), "5")
    path = saved(tmp_path, {"D24": value})
    assert amounts(direction(path))[2] == Decimal(15)
    assert told(path) == set()


@needs_office
def test_an_old_workbook_keeps_what_was_struck(tmp_path: Path) -> None:
    written = saved(
        tmp_path, {"D24": CellRichText(TextBlock(STRUCK, "20"), "15")}, ("C25", "D25", "E25")
    )
    [path] = saved_as("xls", [written], tmp_path)
    assert amounts(direction(path)) == [Decimal(10), Decimal(25), Decimal(15), Decimal(30)]
    assert ("D24", "20") in told(path)
    assert ("D25", "10") in told(path)


RUN = "<w:r>{}<w:t>{}</w:t></w:r>"
DELETED = "<w:del w:id='1' w:author='x'><w:r><w:delText>20</w:delText></w:r></w:del>"
STRUCK_RUN = RUN.format("<w:rPr><w:strike/></w:rPr>", "20")
TWICE = RUN.format("<w:rPr><w:b/><w:dstrike w:val='1'/></w:rPr>", "20")


@pytest.mark.parametrize("gone", [STRUCK_RUN, TWICE, DELETED])
def test_a_word_document_tells_what_was_deleted(tmp_path: Path, gone: str) -> None:
    amount = cell(f"<w:p>{gone}{RUN.format('', '15')}</w:p>")
    body = table(
        row("支出方向（子项）", "植树", "所属专项", "名称", "绿化"),
        row("项目金额", amount, "", "金额", "15"),
        row("项目实施期", "2023年", "", "", ""),
    )
    path = tmp_path / "报表.docx"
    path.write_bytes(packed(document(body)))
    [form] = read(path).forms
    assert form.fields["amount"] == Decimal(15)
    assert told(path) == {("B2", "20")}


@pytest.mark.parametrize(
    "properties", ["<w:strike w:val='0'/>", "<w:dstrike w:val='false'/>", "<w:strike w:val='off'/>"]
)
def test_a_run_that_is_not_struck_stays(tmp_path: Path, properties: str) -> None:
    amount = cell(f"<w:p>{RUN.format(f'<w:rPr>{properties}</w:rPr>', '15')}</w:p>")
    body = table(
        row("支出方向（子项）", "植树", "所属专项", "名称", "绿化"),
        row("项目金额", amount, "", "金额", "15"),
    )
    path = tmp_path / "报表.docx"
    path.write_bytes(packed(document(body)))
    [form] = read(path).forms
    assert form.fields["amount"] == Decimal(15)


def test_struck_words_of_a_paragraph_are_listed(tmp_path: Path) -> None:
    body = f"<w:p>{RUN.format('', '附')}{STRUCK_RUN}{RUN.format('', '注')}</w:p>" + table(
        row("支出方向（子项）", "植树", "所属专项", "名称", "绿化"),
        row("项目金额", "15", "", "金额", "15"),
    )
    path = tmp_path / "报表.docx"
    path.write_bytes(packed(document(body)))
    assert any("“20”" in unread.because for unread in read(path).unread)
