"""The letter that returns a submission, as Word reads it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import msgspec
import pytest
from docx.document import Document
from docx.shared import Cm

import xlform
from xlform.checking.runner import CheckResult
from xlform.messages import set_language
from xlform.model.findings import Finding, NotAsked, Severity
from xlform.model.submission import Submission
from xlform.report.letter import write_letter
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
CONTEXT = RuleContext({template.name: template for template in load_templates(templates_folder())})


def finding(
    sheet: str, cell: str, severity: Severity = "error", code: str = "C-02", **more: str
) -> Finding:
    number = "/".join(part for part in (code, sheet, cell) if part)
    plain = Finding(code, "x", severity, "没有填。", sheet, cell, id=number)
    return msgspec.structs.replace(plain, **more)


TYPO = {"actual": "保进，各项", "expected": "促进", "help": "请改。"}
FINDINGS = (
    finding("附表1", "A3", message="“填报单位”没有填。", help="请补填“填报单位”。"),
    finding("附表2", "D8", "warning", "T-99", message="“保进”疑为“促进”。", **TYPO),
    finding("附表3-2", "F12", "warning", "T-99", message="标点。"),
    finding("附表3-2", "F13", "warning", "T-99", message="标点。"),
    finding("附表3-2", "", "info", "T-98", message="整表。"),
    finding("", "", "warning", "X-08", message="文件名不符\x00\x0b\ufffe。"),
)


LETTER = """
关于退回修改2023年部门预算绩效目标的意见
株洲市石峰区云田镇人民政府：
你单位报送的2023年部门预算绩效目标（云田镇.xlsx，共6张表）收悉。经审核，发现问题6处，\
其中必须修改的1处，需说明或修改的4处，提示1处。现予退回，请按下列意见修改完善。
一、必须修改的问题（1处）
（一）附表1　部门整体支出绩效目标表
1．附表1 A3“填报单位”：“填报单位”没有填。建议：请补填“填报单位”。（C-02）
二、需说明或修改的问题（4处）
（一）附表2　区级专项资金绩效目标汇总表
1．附表2 D8“实施期绩效目标”：“保进”疑为“促进”。现填：保进，各项。建议：请改。（T-99）
（二）附表3-2　区级专项资金支出方向绩效目标表（社区人员经费、基层政权和社区建设支出经费）
2．附表3-2 F12“绩效标准”、F13“绩效标准”：标点。（T-99）
（三）整份报送件
3．整份报送件：文件名不符。（X-08）
三、提示（1处）
提示逐条列在附件1，请在修改时一并完善，不必逐条答复。
四、缺少内容、未能审核的事项（请一并补齐）
1．A-08 附表3-3 E25：缺少数量
请你单位逐项核对，于（　　月　　日前）完成修改，加盖公章后重新报送，\
并在附件1《问题清单》中逐项答复（审核依据见附件2）；对不作修改的事项，请书面说明理由。

（审核单位盖章）
　　　　年　　月　　日
附件1：问题清单
附件2：审核依据
"""


@pytest.fixture(scope="module")
def submission() -> Submission:
    return xlform.read(SAMPLE)


def letter(folder: Path, submission: Submission, checked: CheckResult) -> Document:
    path = folder / "退回意见.docx"
    write_letter(path, submission, checked, CONTEXT)
    assert list(folder.iterdir()) == [path]
    return docx.Document(str(path))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_it_reads_as_an_official_letter(tmp_path: Path, submission: Submission) -> None:
    asked = (
        NotAsked("A-08", "undetermined", "缺少数量", "附表3-3", "E25"),
        NotAsked("D-05", "no-data", "缺少数据表"),
        NotAsked("A-16", "not-applicable", "没有这种表"),
    )
    document = letter(tmp_path, submission, CheckResult(FINDINGS, asked))
    assert texts(document) == LETTER.strip("\n").split("\n")


def test_the_list_has_every_id_and_room_to_answer(tmp_path: Path, submission: Submission) -> None:
    document = letter(tmp_path, submission, CheckResult(FINDINGS, ()))
    listed, bases = document.tables
    rows = [[cell.text for cell in row.cells] for row in listed.rows]
    assert rows[0] == ["序号", "编号", "级别", "位置", "问题", "答复"]
    assert [row[1] for row in rows[1:]] == [one.id for one in FINDINGS]
    assert rows[1] == ["1", "C-02/附表1/A3", "错误", "附表1 A3“填报单位”", "必填项没有填", ""]
    assert {row[5] for row in rows[1:]} == {""}
    # The heads come again on each page, and no row is torn apart.
    trees = document.element
    assert len(trees.xpath("//w:tr[w:trPr/w:tblHeader]")) == 2
    assert len(trees.xpath("//w:tr[w:trPr/w:cantSplit]")) == len(rows) + len(bases.rows)
    told = [[cell.text for cell in row.cells] for row in bases.rows]
    assert told[0] == ["规则", "问题", "依据"]
    assert told[1][:2] == ["C-02", "必填项没有填"]
    assert told[1][2].startswith("财预〔2015〕88号")


def test_blanks_are_marked_and_fonts_are_official(tmp_path: Path, submission: Submission) -> None:
    document = letter(tmp_path, submission, CheckResult(FINDINGS, ()))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    marked = [run.text for run in runs if run.font.highlight_color]
    assert marked == ["（　　月　　日前）", "（审核单位盖章）", "　　　　年　　月　　日"]
    fonts = {
        "".join(run.xpath("w:t/text()")): run.xpath("string(w:rPr/w:rFonts/@w:eastAsia)")
        for run in document.element.xpath("//w:r")
    }
    assert fonts["关于退回修改2023年部门预算绩效目标的意见"] == "黑体"
    assert fonts["一、必须修改的问题（1处）"] == "黑体"
    assert fonts["株洲市石峰区云田镇人民政府："] == "仿宋_GB2312"
    assert [r.font.size.pt for r in runs if r.text.startswith("你单位报送") and r.font.size] == [16]
    [section] = document.sections
    # Word keeps lengths in twentieths of a point.
    sides = (section.page_width or 0, section.page_height or 0)
    assert [round(side / Cm(0.1)) for side in sides] == [210, 297]
    assert [paragraph.text for paragraph in section.footer.paragraphs] == ["—  —"]


def test_nothing_found_returns_nothing(tmp_path: Path, submission: Submission) -> None:
    document = letter(tmp_path, submission, CheckResult((), ()))
    assert "未发现需要修改的问题" in texts(document)[2]
    assert document.tables == []
    assert not [text for text in texts(document) if text.startswith(("一、", "附件"))]


def test_without_unit_and_year(tmp_path: Path, submission: Submission) -> None:
    bare = msgspec.structs.replace(submission, unit="", year=None, forms=())
    told = texts(letter(tmp_path, bare, CheckResult(FINDINGS, ())))
    assert told[0] == "关于退回修改部门预算绩效目标的意见"
    assert told[1] == "各填报单位："
    assert "1．附表1 A3：“填报单位”没有填。建议：请补填“填报单位”。（C-02）" in told


def test_what_filers_wrote_is_data(tmp_path: Path, submission: Submission) -> None:
    odd = msgspec.structs.replace(submission, unit="<b>镇\x0b&\ud800{x}\ufffe")
    broken = finding("附表1", "A3", message="{0} <w:p/> 多行\r\n文字\x01", actual="甲" * 500)
    told = texts(letter(tmp_path, odd, CheckResult((broken,), ())))
    assert told[1] == "<b>镇&{x}："
    [item] = [text for text in told if text.startswith("1．")]
    assert "{0} <w:p/> 多行\n文字" in item
    assert "现填：" + "甲" * 60 + "……。" in item


def test_the_same_words_give_the_same_bytes(tmp_path: Path, submission: Submission) -> None:
    paths = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for path in paths:
        write_letter(path, submission, CheckResult(FINDINGS, ()), CONTEXT)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(io.BytesIO(paths[0].read_bytes())) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert not re.search(r"<(dc:creator|cp:lastModifiedBy|dc:description)>[^<]", core)


def test_english(tmp_path: Path, submission: Submission) -> None:
    set_language("en")
    try:
        told = texts(letter(tmp_path, submission, CheckResult(FINDINGS, ())))
    finally:
        set_language("")
    assert told[0] == "Returned for revision: performance targets 2023"
    assert "1. To correct (1)" in told
    assert "(a) 附表1: department" in told


def test_a_hint_is_told_in_full_in_the_list(tmp_path: Path, submission: Submission) -> None:
    document = letter(tmp_path, submission, CheckResult(FINDINGS, ()))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    hints = [finding for finding in FINDINGS if finding.severity == "info"]
    assert hints
    for hint in hints:
        assert any(hint.message in row for row in rows)
