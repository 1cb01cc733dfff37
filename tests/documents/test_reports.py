"""What is made of a document beside its forms: JSON, letters, marks, what was not read."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import document, packed, paragraph, row, table

import xlform
from xlform.errors import XlformError
from xlform.formats.docx.reader import read_docx
from xlform.ooxml.word import scan as document_scan
from xlform.submission.read import read_workbook

SAMPLES = Path(__file__).parents[2] / "samples"
WORD, TEXT = SAMPLES / "云田镇.docx", SAMPLES / "云田镇.txt"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xlform", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("path", [WORD, TEXT], ids=lambda path: path.suffix)
def test_a_submission_comes_back_from_its_json(path: Path, tmp_path: Path) -> None:
    read = xlform.read(path)
    assert read.source.format == path.suffix[1:]
    data = tmp_path / "x.json"
    data.write_text(read.json(), encoding="utf-8")
    assert xlform.read(data).forms == read.forms


def test_a_letter_names_paragraphs_and_rows(tmp_path: Path) -> None:
    letter = tmp_path / "退回意见.docx"
    assert run("check", WORD, "-o", letter).returncode == 1
    told = "\n".join(paragraph.text for paragraph in docx.Document(str(letter)).paragraphs)
    assert "编报说明第40段：编报说明写“微民生网格事件办理”项目支出 33.00 万元" in told
    assert "附表3（微民生网格事件办理）第13行、第14行：" in told
    assert "填报500元/人，第23行测算用0.03万元/人" in told
    assert "附件：标注文档" in told


def test_what_stands_beside_the_text_is_listed() -> None:
    inside = f"<w:txbxContent>{paragraph('盖章')}</w:txbxContent>"
    box = f"<w:p><w:r><w:pict>{inside}</w:pict></w:r></w:p>"
    head = row("序号", "名称", "金额", "实施期绩效目标", "年度绩效目标")
    main = document(box + table(head, row("一", "绿化", "10", "植树", "植树")))
    parts = {"word/h.xml": document(paragraph("内部"), name="hdr")}
    submission, _ = read_workbook(packed(main, parts, {"header": "h.xml"}), Path("x.docx"))
    told = " ".join(one.because for one in submission.unread if one.sheet == "正文")
    assert all(word in told for word in ("文本框", "图片", "页眉"))


def test_leaving_out_what_only_looks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    data = WORD.read_bytes()
    grid = read_docx(data, "x")
    monkeypatch.setattr(document_scan, "without_formatting", lambda part: part)
    assert read_docx(data, "x") == grid


def test_tags_in_a_comment_are_none() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r></w:p>"
    body = f"<!-- <w:b/> -->{bold}{paragraph('乙')}"
    cells = read_docx(packed(document(body)), "x").sheets[0].cells
    assert [one.text for one in cells.values()] == ["甲", "乙"]


PIECES = (
    "\t", "\n", "\t\n", " \t", "\n\n", "\f", "\r\n", "　", "甲", "附表2", "附表3\n", "合计",
    "\t合  计", "\t序号", "\t金额", "\t名称", "\t实施期绩效目标", "\t年度绩效目标", "\t10.00",
    "\t一", "填报单位：甲镇", "单位负责人签字：", "\t支出方向（子项）", "\t所属专项",
    "2023年区级专项资金绩效目标汇总表\n", "一、基本信息\n", "三、年度绩效指标\n", "（1）绿化\n",
    "项目支出10万元，主要用于植树。",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_text_of_such_pieces_is_read_or_refused_with_a_sentence(pieces: list[str]) -> None:
    with suppress(XlformError):
        submission, grid = read_workbook("".join(pieces).encode(), Path("x.txt"))
        sheets = {sheet.name: sheet for sheet in grid.sheets}
        assert all(sheets[form.sheet].cells for form in submission.forms)
