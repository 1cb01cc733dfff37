"""Paragraphs around tables, tables that a page parted, and what stays prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordfile import cell, document, packed, paragraph, row, table

from xlform.model.submission import Submission
from xlform.submission.read import read_workbook

HEAD = row("序号", "名称", "金额", "实施期绩效目标", "年度绩效目标")
TOTAL = row("", "合计", "30.00", "", "")
GREEN = row("一", "绿化", "10.00", "植树", "植树100株")
CLEAN = row("二", "保洁", "20.00", "清扫", "清扫200次")
WIDTHS = (800, 2000, 1500, 2500, 2500)
SUMMARY = table(HEAD, TOTAL, GREEN, CLEAN, widths=WIDTHS)
DIRECTION = (
    row("支出方向（子项）", "植树", cell("所属专项", merge="restart"), "名称", "绿化"),
    row("项目金额", "10.00", cell(merge="continue"), "金额", "10.00"),
    row("项目实施期", cell("2023.01.01-2023.12.31", span=4)),
    row("实施期绩效目标", cell("植树", span=4)),
    row("年度绩效目标", cell("植树100株", span=4)),
    row("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"),
    row(cell(merge="restart"), cell("产出指标", merge="restart"), "数量指标", "植树", "100株"),
    row(cell(merge="continue"), cell(merge="continue"), "质量指标", "成活率", "≥90%"),
    row("支出明细及测算说明", "支出内容简介", "支出明细", "金额", "支出测算依据及过程说明"),
    row("", "绿化", "树苗", "10.00", "100株*0.1万元/株=10万元"),
    row("", cell("合计", span=2), "10.00", ""),
)


def read(body: str) -> Submission:
    return read_workbook(packed(document(body)), Path("x.docx"))[0]


def texts(body: str) -> list[str]:
    """What is left of the prose."""
    _, grid = read_workbook(packed(document(body)), Path("x.docx"))
    return [one.text for one in grid.sheets[0].cells.values()]


def test_titles_above_and_signatures_below_belong_to_the_table() -> None:
    tabbed = (
        "<w:p><w:r><w:t>填报单位：甲镇</w:t><w:tab/><w:tab/><w:t>金额单位：元</w:t></w:r></w:p>"
    )
    body = (
        paragraph("请查收，谢谢。") + paragraph("附表2") + "<w:p/>"
        + paragraph("2023年区级专项资金绩效目标汇总表") + tabbed + SUMMARY
        + paragraph("单位负责人签字：") + paragraph("填表人：田小禾    联系电话：0731-00000000")
        + paragraph("附：分配方案一份")
    )  # fmt: skip
    (form,) = read(body).forms
    assert form.fields["unit"] == "甲镇"
    assert form.fields["preparer"] == "田小禾"
    assert (form.year, str(form.fields["total"])) == (2023, "0.003")  # 元, told in 万元
    assert form.origins["funds[0].amount"] == "C6"
    assert texts(body) == ["请查收，谢谢。", "附：分配方案一份"]


def test_two_forms_each_take_their_own_lines() -> None:
    body = "".join(
        [paragraph("附表2"), SUMMARY, paragraph("填表人：甲"), paragraph("附表3"),
         paragraph("2023年区级专项资金支出方向绩效目标表"), table(*DIRECTION),
         paragraph("填表人：乙")]
    )  # fmt: skip
    summary, direction = read(body).forms
    assert (summary.fields["preparer"], direction.fields["preparer"]) == ("甲", "乙")
    assert direction.year == 2023
    assert texts(body) == []


def test_headings_of_the_narrative_stay_where_they_are() -> None:
    body = (
        paragraph("一、基本信息") + paragraph("2023年收入10.00万元。")
        + paragraph("二、年度重点工作计划") + paragraph("植树。") + paragraph("三、年度绩效指标")
        + SUMMARY
    )  # fmt: skip
    told, summary = read(body).forms
    assert (told.kind, told.fields["plan"]) == ("narrative", "植树。")
    assert summary.origins["total"] == "C2"


@pytest.mark.parametrize("after", range(1, len(DIRECTION)))
def test_a_form_that_a_page_parted_is_one(after: int) -> None:
    """The rest has no head of its own; its cells are traced to the table they stand in."""
    widths = (1500, 1500, 1500, 1500, 3000)
    title = paragraph("2023年区级专项资金支出方向绩效目标表")
    (whole,) = read(title + table(*DIRECTION, widths=widths)).forms
    parts = (table(*rows, widths=widths) for rows in (DIRECTION[:after], DIRECTION[after:]))
    (form,) = read(title + "<w:p/>".join(parts)).forms
    assert (form.fields, form.tables) == (whole.fields, whole.tables)
    place = form.origins["expense_total"]
    assert place == f"表2!D{len(DIRECTION) - after}"


def test_a_head_printed_again_on_the_next_page_is_no_row() -> None:
    first = table(HEAD, TOTAL, GREEN, widths=WIDTHS)
    (form,) = read(first + table(HEAD, CLEAN, widths=WIDTHS)).forms
    assert [row["fund"] for row in form.tables["funds"]] == ["绿化", "保洁"]


def test_forms_of_one_kind_on_end_are_not_taken_for_one() -> None:
    found = read(table(*DIRECTION) + table(*DIRECTION)).forms
    assert [form.sheet for form in found] == ["表1", "表2"]


def test_a_table_of_no_form_is_told() -> None:
    found = read(SUMMARY + paragraph("注") + table(row("姓名", "职务"), row("甲", "科员")))
    assert [one.sheet for one in found.unread] == ["正文", "表2"]


def test_a_form_inside_a_cell_of_another_table_is_read() -> None:
    around = table(row(f"<w:tc><w:tcPr/>{SUMMARY}<w:p/></w:tc>"))
    (form,) = read(around).forms
    assert form.sheet == "表1-1"
