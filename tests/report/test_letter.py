"""The letter to a unit, as Word reads it: one page, in plain words."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import msgspec
import pytest
from docx.document import Document
from docx.shared import Mm

import xlform
from xlform.checking.baseline import compare
from xlform.checking.runner import CheckResult
from xlform.checking.settings import LetterSettings
from xlform.messages import set_language
from xlform.model.findings import Finding, NotAsked, Severity
from xlform.model.submission import Source, Submission
from xlform.report.checked_file import CheckedFile
from xlform.report.letter import write_letter
from xlform.report.letter_lines import line_count
from xlform.report.letter_text import condensed, finding_sentences, plain_words, shortened
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
CONTEXT = RuleContext({template.name: template for template in load_templates(templates_folder())})
NOBODY = Submission(Source("x.xlsx", "xlsx", ""), "", None, ())


def finding(
    sheet: str, cell: str, severity: Severity = "error", code: str = "C-02", **more: str
) -> Finding:
    number = "/".join(part for part in (code, sheet, cell) if part)
    plain = Finding(code, "x", severity, "没有填。", sheet, cell, id=number)
    return msgspec.structs.replace(plain, **more)


TYPO = {"actual": "保进，各项", "expected": "促进", "help": "请改。"}
FINDINGS = (
    finding("附表1", "A3", message="“填报单位”没有填。", help="请补填“填报单位”。"),
    finding("附表2", "A3", message="“填报单位”没有填。", help="请补填“填报单位”。"),
    finding("附表2", "D8", "warning", "X-14", message="“保进”疑为“促进”。", **TYPO),
    finding(
        "附表3-2", "F12", "warning", "X-04", message="“甲”的目标与 附表2!D7 不一致，相似度 7%。"
    ),
    finding("附表3-2", "", "info", "T-07", message="整表。"),
    finding("", "", "error", "X-08", message="文件名\x00\x0b\ufffe不符。", help="请核对。"),
)
ASKED = (
    NotAsked("A-08", "undetermined", "缺少数量", "附表3-3", "E25"),
    NotAsked("A-16", "not-applicable", "没有这种表"),
)

RETURNED = """
关于退回修改2023年预算绩效目标的意见

株洲市石峰区云田镇人民政府：
根据预算绩效管理有关规定（中发〔2018〕34号）审核你单位报送的2023年预算绩效目标（云田镇.xlsx，6张表），\
结论为退回修改：必须改正2项，请说明或修改2项；格式文字1处已在附件标注，不必答复。\
另有1项缺少内容未能核对，见附件。
一、必须改正
1.附表1 A3，附表2 A3：“填报单位”没有填。请补填“填报单位”。
2.整份报送件：文件名不符。请核对。
二、请说明或修改
3.附表2 D8：“保进”疑为“促进”。请改。
4.附表3-2 F12：“甲”的目标与 附表2 D7 不一致。
请于　　月　　日前逐项改正或书面说明，盖章后重报。

附件：标注工作簿

（审核单位盖章）
　　　　年　　月　　日
（联系人：　　　　　　，电话：　　　　　　）
"""
SETTINGS = LetterSettings(
    office="某区财政局", contact="绩效股", phone="000", deadline="2023-03-10", date="3月1日",
    basis="《某区预算绩效管理办法》",
)  # fmt: skip
EXPLAINED = """
关于补充说明2023年预算绩效目标的意见

株洲市石峰区云田镇人民政府：
根据《某区预算绩效管理办法》审核你单位报送的2023年预算绩效目标（云田镇.xlsx，6张表），\
结论为补充说明：没有必须改正的问题，请说明或修改1项。
上次3处，已改2、未改1、新增0。
一、请说明或修改
1.附表2 D8：“保进”疑为“促进”。请改。（未改）
请于2023年3月10日前逐项改正或书面说明，盖章后重报。

附件：标注工作簿

某区财政局
3月1日
（联系人：绩效股，电话：000）
"""
PASSED = """
关于2023年预算绩效目标审核通过的通知

株洲市石峰区云田镇人民政府：
根据预算绩效管理有关规定（中发〔2018〕34号）审核你单位报送的2023年预算绩效目标（云田镇.xlsx，6张表），\
结论为审核通过：未发现必须改正或需要说明的问题。
如需调整，请重新报送。

（审核单位盖章）
　　　　年　　月　　日
（联系人：　　　　　　，电话：　　　　　　）
"""


@pytest.fixture(scope="module")
def submission() -> Submission:
    return xlform.read(SAMPLES / "云田镇.xlsx")


def case(
    submission: Submission, *findings: Finding, asked: tuple[NotAsked, ...] = ()
) -> CheckedFile:
    return CheckedFile("x", submission, CheckResult(findings, asked), CONTEXT)


def letter(
    folder: Path, checked_file: CheckedFile, settings: LetterSettings | None = None
) -> Document:
    path = folder / "退回意见.docx"
    write_letter(path, checked_file, settings)
    assert list(folder.iterdir()) == [path]
    return docx.Document(str(path))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_it_is_returned(tmp_path: Path, submission: Submission) -> None:
    document = letter(tmp_path, case(submission, *FINDINGS, asked=ASKED))
    assert texts(document) == RETURNED.strip("\n").split("\n")
    assert document.tables == []


def test_it_is_to_be_explained_in_the_second_round(tmp_path: Path, submission: Submission) -> None:
    checked_file = case(submission, FINDINGS[2])
    changes = compare(FINDINGS[:3], checked_file.checked)
    document = letter(tmp_path, msgspec.structs.replace(checked_file, changes=changes), SETTINGS)
    assert texts(document) == EXPLAINED.strip("\n").split("\n")


def test_it_passed(tmp_path: Path, submission: Submission) -> None:
    assert texts(letter(tmp_path, case(submission))) == PASSED.strip("\n").split("\n")


def test_a_file_without_forms_never_passes(tmp_path: Path) -> None:
    told = texts(letter(tmp_path, case(NOBODY)))
    assert told[0] == "关于补充说明预算绩效目标的意见"
    assert told[2] == "各填报单位："
    assert told[3].endswith("结论为没有认出规定的表，请按表样填报。")


def test_what_is_to_be_explained_stays_on_one_page(tmp_path: Path, submission: Submission) -> None:
    codes = [f"Y-{number:02}" for number in range(14)]
    many = [finding("附表1", "A3", "warning", code, message="短。") for code in codes]
    told = texts(letter(tmp_path, case(submission, *many)))
    items = [text for text in told if text.endswith("附表1 A3：短。")]
    assert 2 <= len(items) <= 10
    assert f"其余{14 - len(items)}项见附件。" in told
    assert len(told) <= 22


def test_what_to_do_comes_before_most_of_what_is_to_be_explained(tmp_path: Path) -> None:
    report = xlform.check(SAMPLES / "云田镇.docx")
    told = texts(
        letter(tmp_path, CheckedFile("x", report.submission, report.checked, report.context))
    )
    must, explain = told.index("一、必须改正"), told.index("二、请说明或修改")
    assert sum("请" in text for text in told[must + 1 : explain]) >= 4
    assert sum(bool(re.match(r"\d+\.", text)) for text in told[explain:]) >= 1


def test_the_worst_fits_two_pages(tmp_path: Path, submission: Submission) -> None:
    long = "“" + "甲" * 90 + "”与“" + "乙" * 90 + "”不一致，应当逐字核对以后改成一致。"
    codes = [f"Y-{number:02}" for number in range(60)]
    many = [finding("附表1", f"A{n}", code=code, message=long) for n, code in enumerate(codes, 1)]
    told = texts(letter(tmp_path, case(submission, *many)))
    items = [text for text in told if re.match(r"\d+\.", text)]
    assert 5 <= len(items) < 20
    assert max(map(len, items)) <= 120
    assert f"其余{60 - len(items)}项见附件。" in told


def test_blanks_and_fonts(tmp_path: Path, submission: Submission) -> None:
    document = letter(tmp_path, case(submission, *FINDINGS))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    blank, date = "　" * 6, "　　　　年　　月　　日"
    marked = [run.text for run in runs if run.font.highlight_color]
    assert marked == ["　　月　　日", "（审核单位盖章）", date, blank, blank]
    fonts = {
        "".join(run.xpath("w:t/text()")): (
            run.xpath("string(w:rPr/w:rFonts/@w:eastAsia)"), run.xpath("string(w:rPr/w:sz/@w:val)")
        )
        for run in document.element.xpath("//w:r")
    }  # fmt: skip
    assert fonts["关于退回修改2023年预算绩效目标的意见"] == ("方正小标宋简体", "44")
    assert fonts["一、必须改正"] == ("黑体", "32")
    assert fonts["1.附表1 A3，附表2 A3："] == ("楷体_GB2312", "32")
    assert fonts["株洲市石峰区云田镇人民政府："] == ("仿宋_GB2312", "32")
    [section] = document.sections
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    # 版心 156 × 225 mm; Word keeps lengths in twentieths of a point.
    assert [round((side or 0) / Mm(1)) for side in margins] == [37, 35, 28, 26]
    feet = (section.footer, section.even_page_footer)
    assert [foot.paragraphs[0].text for foot in feet] == ["—  —"] * 2
    body = [p for p in document.element.xpath("//w:p") if p.xpath(".//w:t")]
    assert {p.xpath("string(w:pPr/w:spacing/@w:line)") for p in body} == {"579"}
    indents = [p.xpath("string(w:pPr/w:ind/@w:firstLineChars)") for p in body]
    assert indents.count("200") == len(body) - 4  # title, unit, office, date


def test_what_filers_wrote_is_data(tmp_path: Path, submission: Submission) -> None:
    odd = msgspec.structs.replace(submission, unit="<b>镇\x0b&\ud800{x}\ufffe")
    broken = finding("附表1", "A3", message="{0} <w:p/> 多行\r\n文字\x01", actual="=" + "甲" * 500)
    told = texts(letter(tmp_path, case(odd, broken)))
    assert told[2] == "<b>镇&{x}："
    [item] = [text for text in told if text.startswith("1.")]
    assert item == "1.附表1 A3：{0} <w:p/> 多行 文字现填“=" + "甲" * 21 + "……”。"


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        ("甲与 附表3-1 不一致，相似度 0%。", "甲与 附表3-1 不一致。"),
        ("甲都不一致，最接近的相似度 15%。", "甲都不一致。"),
        ("两段不同的文字（相似度 12.5%）。", "两段不同的文字。"),
        ("“目标”与甲镇雷同（83% 的字句相同），疑照抄。", "“目标”与甲镇雷同，疑照抄。"),
        ("“˃”（U+02C3）应为“>”。", "“˃”应为“>”。"),
        ("一格填了2个值，D22也是，已拆成2条读取。", "一格填了2个值，D22也是。"),
        ("“甲”所在的行被隐藏，仍已读取。", "“甲”所在的行被隐藏。"),
        ("见附表3-1!E24 和 'x'!A1。", "见附表3-1 E24 和 'x'!A1。"),
        ("公式“=SUM(附表2!C6:C8)”见附表2!C5。", "公式“=SUM(附表2!C6:C8)”见附表2 C5。"),
        ("请统一。已认可的可登记在 direction-aliases 数据表里。", "请统一。"),
        ("“" + "长" * 40 + "”重复。", "“" + "长" * 22 + "……”重复。"),
        ("It differs; they are 7% alike.", "It differs."),
        ("表内相似度的说明、5%以上的不变。", "表内相似度的说明、5%以上的不变。"),
    ],
)
def test_plain_words(message: str, plain: str) -> None:
    assert plain_words(message) == plain


@pytest.mark.parametrize(
    ("code", "figures", "told"),
    [
        (
            "F-08",
            {"actual": "资金用途", "expected": "支出内容"},
            "栏目名称写作“资金用途”，与表样的“支出内容”不同。",
        ),
        ("F-08", {"expected": "支出内容"}, "没有填。"),
        ("F-10", {}, "表名与规定的表样不符。"),
        ("C-02", {}, "没有填。"),
    ],
)
def test_wording_of_rules_for_checkers(code: str, figures: dict[str, str], told: str) -> None:
    assert finding_sentences(finding("附表1", "A1", "error", code, **figures))[0] == told


def test_condensed() -> None:
    text = "“6次*（万元/次）=3.6万元”：算式缺少单价，推算为0.6万元/次（前文写明宣传费），请补填。"
    assert condensed(text) == "“6次*（万元/次）=……”：算式缺少单价，推算为0.6万元/次，请补填。"


def test_a_cut_text_has_no_other_figure() -> None:
    assert shortened("金额是 1234567.89 万元", 10) == "金额是……"
    assert shortened("金额是12万元，应为15万元", 12) == "金额是12万元，应为……"
    assert shortened("他说“金额是多少还不知道”", 10) == "他说“金额是多少……”"


def test_no_message_of_a_sample_has_codes_or_likeness(tmp_path: Path) -> None:
    report = xlform.check(SAMPLES / "云田镇.xlsx")
    checked_file = CheckedFile("x", report.submission, report.checked, report.context)
    told = "\n".join(texts(letter(tmp_path, checked_file)))
    assert not re.search(r"[A-H]-\d\d|相似度|U\+|!|/samples", told)
    assert "中发" in told
    assert told.count("〔") == 1


def test_the_same_words_give_the_same_bytes(tmp_path: Path, submission: Submission) -> None:
    paths = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for path in paths:
        write_letter(path, case(submission, *FINDINGS))
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(io.BytesIO(paths[0].read_bytes())) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert not re.search(r"<(dc:creator|cp:lastModifiedBy|dc:description)>[^<]", core)


def test_english(tmp_path: Path, submission: Submission) -> None:
    set_language("en")
    try:
        told = texts(letter(tmp_path, case(submission, *FINDINGS)))
    finally:
        set_language("")
    assert told[0] == "Returned for revision: performance targets 2023"
    assert "1. To correct" in told
    assert "2. To explain or change" in told


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("字" * 26, 1),
        ("字" * 27, 2),
        ("字" * 25 + "元/人", 2),
        ("字" * 25 + "12345678", 2),
        ("字" * 26 + "。", 2),  # a full stop begins no line
        ("字" * 25 + "（字" + "字" * 27, 3),
        ("长" * 26 + "x" * 200, 6),
    ],
)
def test_lines_of_a_paragraph(text: str, lines: int) -> None:
    assert line_count(text) == lines


@pytest.mark.parametrize("words", ["云田", "a-", "，“", "“=", " ", "（", "附表2!A1，"])
def test_a_message_of_any_length_is_put_in_plain_words(words: str) -> None:
    """With the square of its length this would take hours."""
    text = words * 200_000
    assert plain_words(f"{text}。", quotations=False).endswith("。")


def test_sentences_that_name_data_tables_are_left_out() -> None:
    text = "金额不符。该列在数据表 fund-list 里。读到 data-x 数据表。"
    text += "“fund-list”是数据表的名称，已读。请核对。"
    assert plain_words(text) == "金额不符。该列在数据表 fund-list 里。请核对。"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("项目支出绩效自评表", "关于2023年绩效自评审核通过的通知"),
        ("项目支出绩效目标执行监控表", "关于2023年绩效运行监控审核通过的通知"),
        ("项目支出绩效目标申报表", "关于2023年预算绩效目标审核通过的通知"),
    ],
)
def test_the_title_says_what_was_submitted(name: str, title: str, tmp_path: Path) -> None:
    read = msgspec.structs.replace(xlform.read(SAMPLES / f"{name}.xlsx"), year=2023)
    assert texts(letter(tmp_path, case(read)))[0] == title
