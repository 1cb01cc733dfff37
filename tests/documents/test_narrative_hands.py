"""The 编报说明 as many people write it: headings, projects, amounts and frames of every kind."""

from __future__ import annotations

import io
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from wordfile import cell, document, packed, paragraph, row, table

from xlform.model.submission import Form
from xlform.submission.read import read_workbook

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from narrative_files import file_of
from narrative_hands import hands
from narrative_reading import misread
from narrative_styles import Writer

FRONT = """2023年部门整体支出绩效目标表编报说明
一、基本信息
1.填报单位（盖章）：甲镇人民政府。
2.预算收支出情况
2023年收入120.50万元，其中：财政拨款收入120.00万元，其他资金来源0.50万元。
2023年支出120.50万元，其中：基本支出20.50万元，项目支出100.00万元。
3.部门职能职责概述：贯彻上级部署。
二、年度重点工作计划
全年重点做好以下工作：
三、年度绩效指标
甲镇2023年项目支出100.00万元。其中财政拨款支出100.00万元，其他资金支出0万元。如下：
"""
PROJECTS = """（1） 绿化
项目支出60.00万元，主要用于植树。项目实施及绩效情况如下：植树300株。
（2） 保洁
项目支出40.00万元，主要用于清扫、清运。项目实施及绩效情况如下：道路整洁。
"""
GREEN = ("绿化", Decimal(60), "植树。", "植树300株。")
CLEAN = ("保洁", Decimal(40), "清扫、清运。", "道路整洁。")
LISTED = "1.数量指标：植树300株；\n2.社会效益：环境改善。"


def read(data: bytes, name: str = "x.txt") -> Form:
    forms = read_workbook(data, Path(name))[0].forms
    [form] = [form for form in forms if form.kind == "narrative"]
    return form


WHOLE = read((FRONT + PROJECTS).encode())


def projects(form: Form) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in form.tables["projects"]]


def test_made_up_hands_are_read_as_written(tmp_path: Path) -> None:
    models = hands()
    wrong: list[str] = []
    for hand in [*models, *(Writer(number, models).hand() for number in range(60))]:
        name, content = file_of(hand, forms=False)
        path = tmp_path / name
        path.write_bytes(content)
        wrong += misread(hand, path)
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        """（一）专项项目
1.绿化
项目支出60万元，主要用于植树。项目实施及绩效情况如下：植树300株。
（二）其他项目
1.保洁
项目支出40万元，主要用于清扫、清运。项目实施及绩效情况如下：道路整洁。
""",
        """1.绿化60万元，主要用于植树。绩效目标：植树300株。
2.保洁40万元，主要用于清扫、清运。绩效目标：道路整洁。
""",
        """（1）绿化
项目支出60万元（陆拾万元整），主要用于植树。项目实施情况及绩效如下：植树300株。
（2）保洁
项目支出40万元（肆拾万元整），主要用于清扫、清运。项目实施情况及绩效如下：道路整洁。
""",
        """1.绿化：项目支出60万元，主要用于植树。绩效目标：植树300株。\
2.保洁：项目支出40万元，主要用于清扫、清运。绩效目标：道路整洁。
""",
        """1.绿化
1.1项目支出：60万元
1.2主要用于：植树。
1.3项目绩效：植树300株。
2.保洁
2.1项目支出：40万元
2.2主要用于：清扫、清运。
2.3项目绩效：道路整洁。
""",
        """绿化
项目支出：约60万元
主要用于：植树。
项目绩效：植树300株。
保洁
项目支出：40万元左右
主要用于：清扫、清运。
项目绩效：道路整洁。
""",
        PROJECTS + "附件：1.部门整体支出绩效目标表\n甲镇人民政府\n2023年1月3日\n",
        PROJECTS + "填表人：某某  联系电话：00000000\n",
        PROJECTS + "甲镇人民政府\n二〇二三年一月三日\n",
    ],
)
def test_projects_are_told_apart_by_their_content(text: str) -> None:
    form = read((FRONT + text).encode())
    assert projects(form) == [GREEN, CLEAN]
    assert form.fields == WHOLE.fields


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("""（1）绿化
主要用于植树。绩效目标：植树300株。
（2）保洁
项目支出40万元，主要用于清扫、清运。绩效目标：道路整洁。
""", [("绿化", None, "植树。", "植树300株。"), CLEAN]),
        ("""（1）绿化
项目支出60万元，主要用于：
1.植树；
2.种草。
绩效目标：
1.数量指标：植树300株；
2.社会效益：环境改善。
""", [("绿化", Decimal(60), "1.植树；\n2.种草。", LISTED)]),
        ("""（1）绿化
项目支出60万元，其中市级20万元，区级40万元。主要用于植树，每株补助0.2万元。
绩效目标：带动增收20万元，苗木全部用于道路。
""", [("绿化", Decimal(60), "植树，每株补助0.2万元。", "带动增收20万元，苗木全部用于道路。")]),
        ("1.社区经费：60万元，其中20万元用于办公，40万元用于活动。绩效目标：按期完成。\n",
         [("社区经费", Decimal(60), "其中20万元用于办公，40万元用于活动。", "按期完成。")]),
        ("（1）绿化\n项目支出60万元。\n主要用于植树。\n2023年计划植树300株。\n",
         [("绿化", Decimal(60), "植树。", "2023年计划植树300株。")]),
    ],
)  # fmt: skip
def test_parts_of_a_project_do_not_mix(text: str, expected: list[tuple[object, ...]]) -> None:
    assert projects(read((FRONT + text).encode())) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、基本信息", "一、部门基本信息及预算收支情况"),
        ("一、基本信息", "一、关于我镇"),
        ("二、年度重点工作计划", "二、今年主要打算"),
        ("三、年度绩效指标", "三、年度绩效指标及项目支出情况。"),
        ("三、年度绩效指标\n", "三、年度绩效目标\n围绕全年任务。\n四、项目支出绩效情况\n"),
        ("编报说明", "编报说明（草案）"),
        ("人民政府。\n2.预算收支出情况\n", "人民政府。2.预算收支情况："),
        ("2023年收入120.50万元，其中：财政拨款收入120.00万元，其他资金来源0.50万元。",
         "2023年财政拨款收入120.00万元，其他资金来源0.50万元，收入共计120.50万元。"),
        ("财政拨款收入120.00万元，", "财政拨款收入120.00万元，占99.59%，比上年增加3.20万元，"),
        ("基本支出20.50万元，项目支出100.00万元",
         "基本支出、项目支出分别为20.50万元（贰拾万伍仟元整）和100.00万元"),
        ("2023年收入120.50万元，其中：", "2023年收支均为120.50万元。其中"),
    ],
)  # fmt: skip
def test_front_and_headings_in_other_words(old: str, new: str) -> None:
    assert old in FRONT
    form = read((FRONT.replace(old, new) + PROJECTS).encode())
    assert (form.fields, projects(form)) == (WHOLE.fields, [GREEN, CLEAN])
    assert not form.notes


@pytest.mark.parametrize(
    "title",
    [
        "部门整体支出绩效目标表编报说明\n（2023年度）",
        "甲镇人民政府\n部门整体支出绩效目标表\n编报说明\n二〇二三年一月",
        "部门整体支出绩效目标表编报说明（2023年）",
    ],
)
def test_the_year_is_below_the_title_or_in_the_first_amounts(title: str) -> None:
    form = read((title + FRONT[FRONT.index("\n") :] + PROJECTS).encode())
    assert (form.year, form.fields) == (2023, WHOLE.fields)


@pytest.mark.parametrize(
    ("old", "new", "quoted"),
    [
        ("基本支出20.50万元", "基本支出若干万元", "若干万元"),
        ("基本支出20.50万元", "基本支出2O.50万元", "2O.50万元"),
        ("基本支出20.50万元", "基本支出20-25万元", "20-25万元"),
        ("基本支出20.50万元", "基本支出20万元至25万元", "20万元至25万元"),
        ("基本支出20.50万元", "基本支出待定", "待定"),
        ("项目支出60.00万元", "项目支出××万元", "××万元"),
        ("项目支出60.00万元", "项目支出6..0万元", "6..0万元"),
    ],
)
def test_what_is_no_amount_is_quoted_at_its_paragraph(old: str, new: str, quoted: str) -> None:
    text = FRONT + PROJECTS
    row = next(n for n, line in enumerate(text.split("\n"), 1) if old in line)
    form = read(text.replace(old, new).encode())
    [note] = form.notes
    assert (note.code, note.cell, note.seen) == ("amount-unreadable", f"A{row}", quoted)
    assert None in (form.fields["basic_expenditure"], form.tables["projects"][0]["amount"])


def test_amounts_without_a_unit_count_what_the_text_says() -> None:
    text = FRONT.partition("1.")[0].replace("一、", "（金额单位：元）\n一、")
    form = read(f"{text}收入：1,205,000；支出：1205000。\n".encode())
    assert form.fields["income_total"] == form.fields["expenditure_total"] == Decimal("120.5")


# In frames, beside forms, in workbooks

LINES = (FRONT + PROJECTS).strip().split("\n")
FORM: list[list[str | None]] = [
    ["附表1"], ["2023年部门整体支出绩效目标表"], ["部门名称", "甲镇人民政府"],
    ["年度预算申请（万元）", "资金总额：120.50"], [None, "按收入性质分", "按支出性质分"],
    ["部门职责概述", "贯彻"],
]  # fmt: skip


def _lines(lines: list[str]) -> str:
    return "".join(map(paragraph, lines))


FORM_TABLE = table(*(row(*(str(v or "") for v in [*r, "", ""][:3])) for r in FORM))


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (table(row(cell(_lines(LINES)))), "A1"),
        (_lines(LINES[:1]) + table(row(cell(_lines(LINES[1:])))), "A1"),
        (_lines(LINES[:1]) + table(*map(row, LINES[1:])) + FORM_TABLE, "A1"),
        (_lines(LINES[:1])
         + table(row(LINES[1], cell(_lines(LINES[2:7]))), row(LINES[7], LINES[8]),
                 row(LINES[9], cell(_lines(LINES[10:])))), "A1"),
        (_lines(LINES[:1]) + table(row(cell(_lines(LINES[1:7])))) + _lines(LINES[7:]), "A1"),
        (FORM_TABLE + _lines(LINES), "A1"),
        (_lines(["甲镇", LINES[0], "目录", *(f"{LINES[n]}\t{n}" for n in (1, 7, 9))])
         + _lines(LINES), "A2"),
    ],
)  # fmt: skip
def test_a_document_with_frames_cover_and_forms(body: str, title: str) -> None:
    form = read(packed(document(body)), "x.docx")
    assert (form.fields, projects(form)) == (WHOLE.fields, [GREEN, CLEAN])
    assert form.origins["title"] == title
    assert not form.notes


def test_values_in_a_frame_have_its_cells() -> None:
    body = _lines(LINES[:1]) + table(*map(row, LINES[1:]))
    form = read(packed(document(body)), "x.docx")
    assert (form.sheet, form.origins["title"]) == ("正文", "A1")
    assert form.origins["income_total"] == "表1!A4"


def _fill(sheet: Worksheet, layout: str) -> None:
    texts: list[list[str | None]] = [[line] for line in LINES]
    rows: dict[str, list[list[str | None]]] = {
        "one column": texts, "second column": [[None, line] for line in LINES],
        "one cell": [["\n".join(LINES)]], "values apart": [
            [label + "：", rest] if rest and len(label) < 12 else [line]
            for line in LINES for label, _, rest in [line.partition("：")]
        ],
        "form below": [*texts, [None], *FORM], "form above": [*FORM, [None], *texts],
    }  # fmt: skip
    for content in rows[layout]:
        sheet.append(content)


@pytest.mark.parametrize(
    "layout",
    ["one column", "second column", "one cell", "values apart", "form below", "form above"],
)
def test_a_workbook_sheet(layout: str) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    _fill(sheet, layout)
    content = io.BytesIO()
    book.save(content)
    form = read(content.getvalue(), "x.xlsx")
    assert (form.fields, projects(form)) == (WHOLE.fields, [GREEN, CLEAN])
    kinds = [one.kind for one in read_workbook(content.getvalue(), Path("x.xlsx"))[0].forms]
    assert ("department" in kinds) == layout.startswith("form")


def test_time_grows_with_the_text_alone() -> None:
    def seconds(count: int) -> float:
        text = FRONT.replace("2023年收入", "2023年收入" + "1万元，收入" * count)
        start = time.process_time()
        read((text + PROJECTS).encode())
        return time.process_time() - start

    assert seconds(6000) < 20 * max(seconds(1000), 0.01)
