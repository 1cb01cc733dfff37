"""The 编报说明 in other words and other ways of numbering: read alike, or told what is missing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from wordfile import document, packed, paragraph, table

from xlform.model.submission import Form, Note
from xlform.submission.read import read_workbook

TEXT = """2023年部门整体支出绩效目标表编报说明
一、基本信息
1.填报单位（盖章）：甲镇人民政府。
2.预算收支出情况
2023年收入120.50万元，其中：财政拨款收入120.00万元，其他资金来源0.50万元。
2023年支出120.50万元，其中：基本支出20.50万元，项目支出100.00万元。
3.部门职能职责概述：贯彻上级部署，主要职责有：
（一）发展经济；
（二）服务群众。
二、年度重点工作计划
全年重点做好以下工作：
（一）党建
1.抓好学习。
三、年度绩效指标
甲镇2023年项目支出100.00万元。其中财政拨款支出100.00万元，其他资金支出0万元。如下：
（1） 绿化
  项目支出60.00万元，主要用于植树。项目实施及绩效情况如下：植树300株。
（2） 保洁
项目支出40.00万元，主要用于清扫、清运。项目实施及绩效情况如下：道路整洁；
群众满意。
"""


def read(text: str) -> Form:
    (form,) = read_workbook(text.encode(), Path("x.txt"))[0].forms
    assert form.kind == "narrative"
    return form


WHOLE = read(TEXT)


def test_every_field_and_project() -> None:
    assert dict(WHOLE.fields) == {
        "unit": "甲镇人民政府",
        "income_total": Decimal("120.50"),
        "fiscal_income": Decimal("120.00"),
        "other_income": Decimal("0.50"),
        "expenditure_total": Decimal("120.50"),
        "basic_expenditure": Decimal("20.50"),
        "project_expenditure": Decimal("100.00"),
        "duties": "贯彻上级部署，主要职责有：\n（一）发展经济；\n（二）服务群众。",
        "plan": "全年重点做好以下工作：\n（一）党建\n1.抓好学习。",
        "projects_total": Decimal("100.00"),
        "projects_fiscal": Decimal("100.00"),
        "projects_other": Decimal(0),
    }
    assert [dict(row) for row in WHOLE.tables["projects"]] == [
        {"name": "绿化", "amount": Decimal("60.00"), "purpose": "植树。",
         "performance": "植树300株。"},
        {"name": "保洁", "amount": Decimal("40.00"), "purpose": "清扫、清运。",
         "performance": "道路整洁；\n群众满意。"},
    ]  # fmt: skip
    assert (WHOLE.title, WHOLE.year) == ("2023年部门整体支出绩效目标表编报说明", 2023)
    assert not WHOLE.notes


def test_every_paragraph_of_a_long_value_has_its_origin() -> None:
    origins = {path: WHOLE.origins[path] for path in ("duties", "duties[1]", "duties[2]")}
    assert origins == {"duties": "A7", "duties[1]": "A8", "duties[2]": "A9"}
    assert WHOLE.origins["projects[1].performance"] == "A19"
    assert WHOLE.origins["projects[1].performance[1]"] == "A20"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、基本信息", "一、基本信息："),
        ("一、基本信息", "（一）基本 信息"),
        ("1.填报单位（盖章）：甲镇人民政府。", "1、填报单位:甲镇人民政府"),
        ("1.填报单位（盖章）：甲镇人民政府。", "填报单位（盖章）：\n甲镇人民政府"),
        ("2023年收入120.50万元", "２０２３年收入１２０．５０万元"),
        ("2023年收入120.50万元", "2023年度总收入为1205000.00元"),
        ("2023年收入120.50万元", "2023 年收入 120.50 万元"),
        ("2023年支出120.50万元，其中：", "本年支出合计120.50万元。其中，"),
        ("财政拨款收入120.00万元", "财政拨款120.00万元"),
        ("其他资金来源0.50万元", "其他资金收入0.50万元"),
        ("基本支出20.50万元", "基本支出共计20.50万元"),
        ("3.部门职能职责概述：", "3.部门职能职责概述\n"),
        ("3.部门职能职责概述：", "3.部门职责概述："),
        ("（1） 绿化\n", "(1)绿化。"),
        ("（1） 绿化", "（1）　绿化"),
        ("主要用于植树", "主要用于主要用于植树"),
        ("植树。项目实施及绩效情况如下：", "植树。\n项目实施及绩效情况："),
        ("三、年度绩效指标", "3.年度绩效指标"),
    ],
)
def test_other_ways_of_writing_it(old: str, new: str) -> None:
    assert old in TEXT
    form = read(TEXT.replace(old, new))
    assert (form.fields, form.tables) == (WHOLE.fields, WHOLE.tables)


def test_money_in_yuan_is_told_in_wan_and_keeps_its_own_words() -> None:
    form = read(TEXT.replace("项目支出60.00万元", "项目支出600000元"))
    assert form.tables["projects"][0]["amount"] == Decimal(60)
    assert form.origins["projects[0].amount.text"] == "600000元"
    assert [note.code for note in form.notes] == ["amount-converted"]


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("三、年度绩效指标", "三、年度绩孝指标",
         Note("label-near", "A14", "年度绩孝指标", "年度绩效指标")),
        ("2023年收入120.50万元", "2023年税收", Note("field-missing", "A1", "", "收入合计")),
        ("2023年收入120.50万元", "2023年收入若干",
         Note("amount-unreadable", "A5", "若干", "income_total")),
        ("1.填报单位（盖章）：甲镇人民政府。\n", "", Note("field-missing", "A1", "", "填报单位")),
        ("一、基本信息\n", "", Note("table-missing", "A1", "", "基本信息")),
        ("2023年部门整体支出绩效目标表编报说明", "说明", Note("title-missing", "A2")),
    ],
)  # fmt: skip
def test_what_is_missing_is_noted(old: str, new: str, note: Note) -> None:
    assert note in read(TEXT.replace(old, new)).notes


def test_a_section_without_projects_is_noted() -> None:
    form = read(TEXT.partition("（1）")[0])
    assert form.tables["projects"] == ()
    assert [note.meant for note in form.notes if note.code == "table-missing"] == ["项目支出"]


def test_a_missing_figure_is_not_nought() -> None:
    form = read(TEXT.replace("，其他资金来源0.50万元", "").replace("项目支出60.00万元，", ""))
    assert form.fields["other_income"] is None
    assert form.tables["projects"][0]["amount"] is None


def test_a_figure_of_another_section_is_not_taken() -> None:
    """项目支出 of the third section stands in for none in the first."""
    form = read(TEXT.replace("，项目支出100.00万元。\n3", "。\n3"))
    assert form.fields["project_expenditure"] is None
    assert form.fields["projects_total"] == Decimal("100.00")


def test_chapters_nobody_declared_end_a_part_and_are_told() -> None:
    submission, _ = read_workbook(f"关于报送的函\n{TEXT}四、其他\n无。\n".encode(), Path("x.txt"))
    (form,) = submission.forms
    assert form.tables["projects"][1]["performance"] == "道路整洁；\n群众满意。"
    assert [one.range for one in submission.unread] == ["A1", "A22:A23"]


def test_tables_that_a_text_lost_are_no_part_of_the_narrative() -> None:
    """Some programs write each cell on a line of its own and leave no trace of rows."""
    broken_table = "\n2023年部门整体支出绩效目标表\n\n部门名称\n甲镇人民政府\n10.00\n"
    submission, _ = read_workbook((TEXT + broken_table).encode(), Path("x.txt"))
    (form,) = submission.forms
    assert (form.fields, form.tables) == (WHOLE.fields, WHOLE.tables)
    assert [one.range for one in submission.unread] == ["A22:A26"]


def test_lines_of_nothing_known_are_no_narrative() -> None:
    body = paragraph("一、基本信息") + paragraph("无")
    data = packed(document(body + table("<w:tr><w:tc><w:p/></w:tc></w:tr>")))
    with pytest.raises(Exception, match="没有认出"):
        read_workbook(data, Path("x.docx"))


def test_word_tells_it_like_the_text() -> None:
    body = "".join(map(paragraph, TEXT.splitlines()))
    (form,) = read_workbook(packed(document(body)), Path("x.docx"))[0].forms
    assert (form.fields, form.tables) == (WHOLE.fields, WHOLE.tables)


MONEY = (
    "2023年收入120.50万元，其中：财政拨款收入120.00万元，其他资金来源0.50万元。\n"
    "2023年支出120.50万元，其中：基本支出20.50万元，项目支出100.00万元。\n"
)
DUTIES = "3.部门职能职责概述：贯彻上级部署，主要职责有：\n（一）发展经济；\n（二）服务群众。\n"


@pytest.mark.parametrize(
    "money",
    [
        MONEY,  # paragraphs without a label
        "4.预算收支情况\n" + MONEY,
        "4.预算收支情况：" + MONEY,
        "（三）预算收支情况。" + MONEY,
        "4、收支情况 " + MONEY,
        MONEY.replace("\n", "", 1),
    ],
)
@pytest.mark.parametrize("duties", [DUTIES, DUTIES.replace("主要职责有：", "职能职责：")])
def test_amounts_below_the_duties_are_no_part_of_them(money: str, duties: str) -> None:
    start, end = TEXT.index("2.预算"), TEXT.index("3.部门")
    text = (TEXT[:start] + TEXT[end:]).replace(DUTIES, duties + money)
    form = read(text)
    expected = dict(WHOLE.fields)
    if duties != DUTIES:
        expected["duties"] = "贯彻上级部署，职能职责：\n（一）发展经济；\n（二）服务群众。"
    assert (form.fields, form.tables) == (expected, WHOLE.tables)


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("安排项目支出2个，合计100.00万元", False),
        ("项目支出3大类，总金额100.00万元", False),
        ("项目支出1O0万元", True),
        ("项目支出2-3万元", True),
    ],
)
def test_a_number_of_projects_is_no_amount_of_them(
    words: str,
    note: bool,  # noqa: FBT001  (expected)
) -> None:
    form = read(TEXT.replace("甲镇2023年项目支出100.00万元", f"甲镇2023年{words}"))
    unreadable = [one for one in form.notes if one.code == "amount-unreadable"]
    assert bool(unreadable) is note
    assert form.fields["projects_total"] == (None if note else Decimal(100))


def test_a_title_of_a_letter_names_form_and_year() -> None:
    title = "甲镇人民政府关于2023年部门整体支出绩效目标编报情况的说明"
    form = read(TEXT.replace("2023年部门整体支出绩效目标表编报说明", title))
    assert (form.title, form.year) == (title, 2023)
