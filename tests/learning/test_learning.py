"""Declarations learnt from blanks in text: each layout with the lines it has to give."""

from __future__ import annotations

import tomllib

import pytest

from xlform.formats.blank_workbook import SheetHints
from xlform.grid.notation import parse
from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.doubts import doubts, questions
from xlform.learning.learn import learn_sheet
from xlform.learning.proposal import LearntForm
from xlform.learning.sample import value_cells
from xlform.learning.toml_text import toml_text
from xlform.learning.trial import improve, try_form
from xlform.learning.words import learning_words
from xlform.template.store import load_templates, templates_folder

TITLE = "| 试用绩效表 | < | < | < |\n| （ 年度） | < | < | < |\n"
# Blank, and parts of the declaration: path → value.
LAYOUTS: dict[str, tuple[str, dict[str, object]]] = {
    "labels beside, below and around their values": (
        """
| 填报单位：（盖章） | < | | 单位：元 |
| 项目名称 | | 项目编码：________ | < |
| 预算年度 | | 申请金额 | |
| 立项依据 | < | < | < |
|  | < | < | < |
| 目标 | 预期目标 | < | 实际完成情况 |
| ^ | | < | |
| 填表人：    联系电话： | < | 填报日期： | |
""",
        {
            "money": "元",
            "closing": ["preparer", "phone", "reported_on"],
            "field.unit": {"label": "填报单位（盖章）", "look": ["inside"]},
            "field.money_unit": {"label": "单位", "look": ["inside"], "kind": "money-unit"},
            "field.name": {"label": "项目名称"},
            "field.project_code": {"label": "项目编码", "look": ["inside"]},
            "field.year": {"label": "预算年度"},
            "field.approval_basis": {"label": "立项依据", "look": ["below"]},
            "field.annual_goal": {"label": "预期目标", "look": ["below"], "under": "目标"},
            "field.reported_on": {"label": "填报日期", "kind": "date"},
            "field.preparer": {"label": "填表人", "look": ["inside"], "personal": True},
        },
    ),
    "crossing of rows and columns, of two header rows too": (
        """
| 资金（万元） |  | 预算数 | 执行率 |
| ^ | 资金总额 | =C5+C6 | |
| ^ | 其中：财政拨款 | | |
| ^ | 其他资金 | | / |
| 一级指标 | 三级指标 | 偏差原因分析 | < |
| ^ | ^ | 经费保障 | 其他 |
| 产出指标 | | | |
| 效益指标 | | | |
""",
        {
            "field.budget": {
                "label": "预算数", "row": "资金总额", "name": "资金总额预算数",
                "under": "资金", "kind": "amount",
            },
            "field.fiscal_execution_rate": {
                "label": "执行率", "row": "其中：财政拨款", "name": "财政拨款执行率",
                "under": "资金", "kind": "percent",
            },
            "field.other_execution_rate": None,
            "table.indicators.stub.level1": {"label": "一级指标", "kind": "level"},
            "table.indicators.column.funding": {
                "label": "经费保障", "over": "偏差原因分析", "kind": "tick",
            },
            "table.indicators.column.other": {
                "label": "其他", "over": "偏差原因分析", "kind": "tick",
            },
            "relation": [{"check": "budget = fiscal_budget + other_budget"}],
            "ignore": ["^[/]+$"],
        },
    ),
    "list with its total, targets in three columns, a note": (
        """
| 序号 | 支出项目 | 数量 | 金额 |
| 1 | | | |
| 2 | | | |
| 合计 | < | | =SUM(D4:D5) |
| 绩效指标 | 指标性质 | 指标值 | 度量单位 |
| ^ | | | |
| ^ | | | |
| 注：金额保留两位小数。 | < | < | < |
""",
        {
            "table.rows.column.seq": {"label": "序号", "kind": "sequence"},
            "table.rows.column.quantity": {"label": "数量", "kind": "number"},
            "table.rows.column.amount": {"label": "金额", "kind": "amount"},
            "table.rows.total": {"label": "合计", "at": "last", "fields": {"amount": "row_total"}},
            "table.indicators.composite": {"target": ["comparator", "number", "measure"]},
            "relation": [{"check": "row_total = sum(rows.amount)"}],
            "ignore": ["^注金额保留两位小"],
        },
    ),
    "two halves, repeated labels, unknown words": (
        """
| 所属专项 | 名称 | | |
| ^ | 金额 | | |
| 某某 | | 圪塔 | |
| 二级指标 | 指标值 | 二级指标 | 指标值 |
| 数量指标 | | 质量指标 | |
| 时效指标 | | | |
""",
        {
            "field.fund": {"label": "名称", "name": "所属专项名称", "under": "所属专项"},
            "field.fund_amount": {
                "label": "金额", "name": "所属专项金额", "under": "所属专项", "kind": "amount",
            },
            "field.field_3": {"label": "某某"},
            "table.period_indicators.stub.level2.kind": "level",
            "table.annual_indicators.role": "indicators",
            "table.annual_indicators.stub.level2.nth": 2,
            "table.annual_indicators.column.target.nth": 2,
        },
    ),
    "a list that is only a header in two rows": (
        """
| 项目单位 | 预算安排 | < | 备注 |
| ^ | 一般公共预算 | 其他 | ^ |
""",
        {
            "recognise.same_row": True,
            "table.rows.column.general_public_budget": {
                "label": "一般公共预算", "over": "预算安排", "kind": "amount",
            },
            "table.rows.column.other": {"label": "其他", "over": "预算安排", "kind": "amount"},
        },
    ),
}  # fmt: skip


def learnt(text: str) -> LearntForm:
    return learn_sheet(parse(TITLE + text.lstrip()).sheets[0], SheetHints(), ())


def value(data: object, path: str) -> object:
    for part in path.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return data


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_its_declaration(layout: str) -> None:
    text, expected = LAYOUTS[layout]
    form = learnt(text)
    data = tomllib.loads(toml_text(form, "blank.xlsx"))
    assert {path: value(data, path) for path in expected} == expected
    assert data["title"] == [r"(?P<year>20\d\d)?年?(度)?试用绩效表(年度)?$"]
    grid = parse(TITLE + text.lstrip())
    assert [part.value for part in try_form(form, grid).unread] == []


def test_each_line_names_its_cell_and_what_is_uncertain() -> None:
    form = learnt(LAYOUTS["two halves, repeated labels, unknown words"][0])
    text = toml_text(form, "空白.xlsx")
    assert "空白.xlsx" in text.splitlines()[0]
    assert "# B3 → C3" in text
    assert "# 拿不准：“某某”没有合适的英文名称" in text
    assert any(line.startswith("A5 ") for line in doubts(form))


def test_questions_change_what_they_ask_about() -> None:
    sheet = parse(TITLE + "| 项目名称 | | 每户补贴额度 | |\n| 参加者 | | 其他 | |").sheets[0]
    form = learn_sheet(sheet, SheetHints({(4, 2): "number"}), ())
    asked = list(questions(form))
    money, number = asked
    assert "万元" in money.answers
    assert "参加者" in number.text
    money.answer(1)
    number.answer(number.answers.index("金额（万元）"))
    assert form.money == "元"
    assert next(field.kind for field in form.fields if field.label == "参加者") == "amount"
    assert list(questions(form)) == []


def test_a_filled_sample_corrects_kinds_and_tells_values_from_labels() -> None:
    blank = TITLE + "| 项目名称 | 某某项目 | 完成数 | |\n| 情况 | | 联系电话 | |"
    filled = TITLE + "| 项目名称 | 修渠 | 完成数 | 三成左右 |\n| 情况 | 已完工 | 联系电话 | 0000 |"
    sheet = parse(blank).sheets[0]
    sample = parse(filled)
    values = value_cells(sheet, sample.sheets[0])
    assert values == {(3, 2)}
    form = learn_sheet(sheet, SheetHints(), (), values)
    improve(form, sample)
    kinds = {field.label: field.kind for field in form.fields}
    assert kinds == {"项目名称": "text", "完成数": "text", "情况": "text", "联系电话": "text"}
    assert any("完成数" in line for line in doubts(form))
    trial = try_form(form, sample)
    assert (trial.read, trial.faults) == (4, 0)


def test_choices_and_formats_of_cells_say_the_kind() -> None:
    sheet = parse(TITLE + "| 甲情形 | | 乙情形 | |\n| 丙情形 | | 丁情形 | |").sheets[0]
    hints = SheetHints({(3, 2): "percent", (3, 4): "date"}, {(4, 2): ("是", "否")})
    form = learn_sheet(sheet, hints, ())
    assert [field.kind for field in form.fields] == ["percent", "date", "text", "text"]
    assert form.fields[2].choice == ("是", "否")


def test_a_kind_is_that_of_the_same_title_and_no_other() -> None:
    known = load_templates(templates_folder())
    kinds = {template.kind for template in known}
    for title, is_known in (("项目支出绩效自评表", True), ("街道专项自评表", False)):
        sheet = parse(f"| {title} | < |\n| 项目名称 | |\n| 实施单位 | |").sheets[0]
        assert (learn_sheet(sheet, SheetHints(), known).kind in kinds) == is_known


def test_slots_follow_merges_and_find_values() -> None:
    sheet = BlankSheet(
        parse("| 甲 | < | 12 |\n| ^ | ^ | □ |").sheets[0], SheetHints(), learning_words()
    )
    slot = sheet.slot(2, 2)
    assert (slot.position, slot.bottom, slot.right, slot.is_label) == ((1, 1), 2, 2, True)
    assert [sheet.slot(row, 3).is_label for row in (1, 2)] == [False, False]


SOURCES = """
|项目资金申报表|<|<|<|
|项目名称||金额单位：亿元|<|
|资金来源|合计|专项债|自筹|
|^||||
|支出计划|年度|计划数|实际支出|
|^||||
|^||||
"""


def test_parts_beside_amounts_are_amounts() -> None:
    """Taken for a text, 1 亿元 would be read as a bare 1."""
    form = learnt(SOURCES)
    kinds = {field.label: field.kind for field in form.fields}
    kinds |= {column.label: column.kind for table in form.tables for column in table.columns}
    assert [kinds[label] for label in ("合计", "专项债", "自筹")] == ["amount"] * 3
    doubtful = [field for field in form.fields if "beside-amounts" in field.doubts]
    assert doubtful
