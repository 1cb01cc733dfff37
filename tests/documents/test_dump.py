"""Tables dumped into a plain text, cell by cell: put together again whatever tore them."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.grid.notation import dump, parse
from xlform.model.submission import Submission
from xlform.submission.read import read_workbook

HEAD = ["支出明细及测算说明", "支出内容简介", "支出明细", "金额", "支出测算依据及过程说明"]
DIRECTION = [
    ["2023年区级专项资金支出方向绩效目标表"],
    ["填报单位：（盖章）甲镇", "          金额单位：万元"],
    ["支出方向（子项）", "保洁", "所属专项", "名称", "城市管理"],
    ["项目金额", "20.00", "", "金额", "20.00"],
    ["项目实施期", "2023.01.01-2023.12.31"],
    ["实施期绩效目标", "清扫"],
    ["年度绩效目标", "清扫200次"],
    ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准"],
    ["", "产出指标", "数量指标", "清扫", "200次", "计划标准"],
    ["", "", "成本指标", "", "", ""],
    HEAD,
    ["", "城市管理", "清扫费", "15", "150次*0.1万元/次=15万元"],
    ["", "", "清运费", "5", "50次*0.1万元/次=5万元"],
    ["", "合  计", "20.00", ""],
    ["单位负责人签字：\n\n\n填表人： 田小禾          联系电话： 0731-00000000          "],
]


def text_of(*tables: list[list[str]], between: str = "") -> str:
    """Tables as a program dumps them."""
    return between.join(
        "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in table) for table in tables
    )


def read(text: str) -> Submission:
    return read_workbook(text.encode(), Path("x.txt"))[0]


def changed(row: int, column: int, text: str) -> list[list[str]]:
    table = [list(cells) for cells in DIRECTION]
    table[row][column] = text
    return table


WHOLE = read(text_of(DIRECTION)).forms[0]


def test_a_dump_is_read_with_every_part() -> None:
    assert str(WHOLE.fields["expense_total"]) == "20.00"
    assert WHOLE.fields["phone"] == "0731-00000000"
    assert WHOLE.fields["fund"] == "城市管理"
    assert [row["category"] for row in WHOLE.tables["expenses"]] == ["城市管理"] * 2
    assert [row["level2"] for row in WHOLE.tables["indicators"]] == ["数量指标", "成本指标"]
    assert not WHOLE.notes


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (11, 1, "城市管理\n"),  # a blank line inside the row (D12)
        (11, 1, "城市管理\n\n"),
        (11, 2, "清扫费\n"),
        (8, 3, "清扫\n"),
        (8, 1, "\n产出指标"),
        (1, 1, "\n金额单位：万元"),  # a line break before the text (D14)
        (8, 4, "\n200次"),  # and before a value (D15)
        (4, 0, "项目实施期\n"),
        (5, 0, "实施期\n绩效目标"),
        (13, 1, "合\n计"),
    ],
)
def test_line_breaks_in_a_cell_do_not_tear_its_row(row: int, column: int, text: str) -> None:
    (form,) = read(text_of(changed(row, column, text))).forms
    assert (form.fields, form.tables) == (WHOLE.fields, WHOLE.tables)


def test_line_breaks_within_a_text_are_kept() -> None:
    (form,) = read(text_of(changed(5, 1, "清扫\n\n洒水"))).forms
    assert form.fields["period_goal"] == "清扫\n\n洒水"


@pytest.mark.parametrize("between", ["", " ", "\f", "\n" * 30, "\x0c\n"])
def test_a_form_begins_however_the_last_one_ended(between: str) -> None:
    """Without a blank line, behind a page break's rest, after a run of blank lines (D13, D16)."""
    first = text_of(DIRECTION).rstrip("\n") + "\n"
    found = read(first + between + text_of(DIRECTION)).forms
    assert [form.sheet for form in found] == ["表1", "表2"]
    assert all((form.fields, form.tables) == (WHOLE.fields, WHOLE.tables) for form in found)


def test_a_number_above_the_title_belongs_to_the_form_below() -> None:
    numbered = [["\n附表3", "", "", ""], *DIRECTION]
    one, two = read(text_of(DIRECTION, numbered)).forms
    assert (one.origins["title"], two.origins["title"]) == ("A1", "A2")


def test_prose_before_between_and_after_stays_prose() -> None:
    text = (
        "一、基本信息\n2023年收入20.00万元。\n二、年度重点工作计划\n清扫。\n"
        + text_of(DIRECTION)
        + "附件说明如下，请审阅。\n2023年区级专项资金支出方向绩效目标表\n"
        + text_of(DIRECTION[1:])
        + "\n三、其他\n无。\n"
    )
    submission, grid = read_workbook(text.encode(), Path("x.txt"))
    assert [form.kind for form in submission.forms] == ["narrative", *["fund-direction"] * 2]
    assert submission.forms[2].title == "2023年区级专项资金支出方向绩效目标表"
    left = [cell.text for cell in grid.sheets[0].cells.values()]
    assert left[4:] == ["附件说明如下，请审阅。", "三、其他", "无。"]


def test_cells_of_a_row_on_one_line_are_cells_too() -> None:
    text = "".join("\t" + "\t".join(row) + "\n\n" for row in DIRECTION)
    (form,) = read(text).forms
    assert (form.fields, form.tables) == (WHOLE.fields, WHOLE.tables)


def test_what_was_merged_across_is_merged_again() -> None:
    """A total's label takes in what its row lacks; elsewhere the last cell does."""
    title = [["附表3"], ["支出方向（子项）", "保洁", "所属专项", "名称", "城市管理"]]
    _, grid = read_workbook(text_of(title + DIRECTION[10:14]).encode(), Path("x.txt"))
    expected = parse("""
        @sheet 正文
        @sheet 表1
        @after 0
        | 附表3              | <            | <        | <     | <                      |
        | 支出方向（子项）   | 保洁         | 所属专项 | 名称  | 城市管理               |
        | 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额  | 支出测算依据及过程说明 |
        |                    | 城市管理     | 清扫费   | 15    | 150次*0.1万元/次=15万元 |
        |                    |              | 清运费   | 5     | 50次*0.1万元/次=5万元  |
        |                    | 合  计       | <        | 20.00 |                        |
    """)
    assert dump(grid) == dump(expected)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    data = text_of(DIRECTION).replace("\n", end).encode(encoding)
    (form,) = read_workbook(data, Path("x.txt"))[0].forms
    assert (form.fields, form.tables) == (WHOLE.fields, WHOLE.tables)
