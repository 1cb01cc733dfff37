"""Tables of Word to grids: what spans, what is merged, what stands inside, what was changed."""

from __future__ import annotations

from textwrap import dedent

import pytest
from wordfile import STRICT, WORD, cell, document, grid_text, packed, paragraph, row, table

from xlform.formats.docx.reader import read_docx
from xlform.grid.notation import dump, parse

LEVELS = table(
    row("一级指标", "二级指标", "三级指标"),
    row(cell("产出指标", merge="restart"), cell("数量指标", merge="restart"), "宣传"),
    row(cell(merge="continue"), cell(merge="continue"), "保洁"),
    row(cell(merge="continue"), "质量指标", "考核"),
    row(cell("合  计", span=2), "95.00"),
    widths=(2000, 2000, 4000),
)


def said(text: str) -> str:
    """The expected grid, as the notation writes it."""
    return dump(parse(dedent(text)))


@pytest.mark.parametrize("namespace", [WORD, STRICT])
def test_spans_and_vertical_merges(namespace: str) -> None:
    assert grid_text(LEVELS, namespace) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 一级指标 | 二级指标 | 三级指标 |
        | 产出指标 | 数量指标 | 宣传     |
        | ^        | ^        | 保洁     |
        | ^        | 质量指标 | 考核     |
        | 合  计   | <        | 95.00    |
        """
    )


def test_blocks_with_lines_of_their_own_share_the_edges_that_are_used() -> None:
    """The head has two cells, the body three; the grid a column for each edge and none more."""
    body = table(
        row(cell("项目金额", span=2), cell("95.00", span=4)),
        row(cell("内容", span=1), cell("明细", span=3), cell("金额", span=2)),
        widths=(1500, 1500, 900, 900, 1500, 1500),
    )
    assert grid_text(body) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 项目金额 | <    | 95.00 | <    |
        | 内容     | 明细 | <     | 金额 |
        """
    )


def test_edges_drawn_a_hair_apart_are_one() -> None:
    """A line moved by hand in one row leaves a column of a millimetre behind."""
    body = table(
        row("名称", cell("金额", span=2)),
        row(cell("绿化", span=2), "30"),
        widths=(3000, 57, 3000),
    )
    assert grid_text(body) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 名称 | 金额 |
        | 绿化 | 30   |
        """
    )


def test_a_table_that_says_nothing_of_its_grid() -> None:
    body = table(row(cell("甲", span=2), "乙"), row("丙", "丁", "戊"))
    assert grid_text(body) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 甲 | <  | 乙 |
        | 丙 | 丁 | 戊 |
        """
    )


def test_a_narrow_cell_of_its_own_is_kept() -> None:
    body = table(row("名称", "√", "金额"), widths=(3000, 57, 3000))
    assert "| 名称 | √ | 金额 |" in grid_text(body)


def test_columns_left_out_before_a_row_and_merges_of_old() -> None:
    before = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>"
    body = table(
        row("甲", cell("乙", properties="<w:hMerge w:val='restart'/>"),
            cell("", properties="<w:hMerge/>")),
        row("丙", "丁", properties=before),
        widths=(1000, 1000, 1000),
    )  # fmt: skip
    assert grid_text(body) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 甲 | 乙 | <  |
        |    | 丙 | 丁 |
        """
    )


def test_a_table_inside_a_cell_has_its_own_sheet() -> None:
    inner = table(row("内", "层"), widths=(500, 500))
    body = table(row("外", f"<w:tc><w:tcPr/>{paragraph('说明')}{inner}<w:p/></w:tc>"))
    assert grid_text(body + paragraph("后文")) == said(
        """
        @sheet 正文
        | 后文 |
        @sheet 表1
        @after 0
        | 外 | 说明 |
        @sheet 表1-1
        | 内 | 层 |
        """
    )


def test_tables_know_the_paragraph_they_follow_and_blank_ones_do_not_count() -> None:
    body = paragraph("甲") + "<w:p/>" + table(row("一")) + paragraph("乙") + table(row("二"))
    assert grid_text(body) == said(
        """
        @sheet 正文
        | 甲 |
        | 乙 |
        @sheet 表1
        @after 1
        | 一 |
        @sheet 表2
        @after 2
        | 二 |
        """
    )


def test_tables_with_nothing_between_share_their_columns_where_their_grids_agree() -> None:
    one = table(row("甲", cell("乙", span=2)), widths=(1000, 1000, 1000))
    rest = table(row("丙", "丁", "戊"), widths=(1000, 1000, 1000))
    other = table(row("己", "庚"), widths=(1500, 1500))
    assert grid_text(one + "<w:p/>" + rest + "<w:p/>" + other) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 甲 | 乙 | <  |
        @sheet 表2
        @after 0
        | 丙 | 丁 | 戊 |
        @sheet 表3
        | 己 | 庚 |
        """
    )


def test_rows_deleted_and_merges_that_do_not_fit() -> None:
    body = table(
        row("甲", "乙"),
        row("删", "掉", properties="<w:trPr><w:del w:id='1' w:author='x'/></w:trPr>"),
        row(cell(span=2, merge="continue")),
        row(cell(merge="continue"), "丙"),
        widths=(1000, 1000),
    )
    assert grid_text(body) == said(
        """
        @sheet 正文
        @sheet 表1
        @after 0
        | 甲 | 乙 |
        |    | <  |
        |    | 丙 |
        """
    )


def test_numbers_are_numbers_and_all_else_keeps_its_words() -> None:
    body = table(row("95.00", "1,056.40", "98%", "0731", "9/个", " 10 ", "#REF!"))
    assert "| 95.00 | 1056.40 | '98% | '0731 | 9/个 | 10 | '#REF! |" in grid_text(body)


def test_lines_of_a_cell() -> None:
    lines = "<w:tc><w:tcPr/>" + paragraph("城市管理") + "<w:p/></w:tc>"
    broken = "<w:tc><w:tcPr/><w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p></w:tc>"
    assert r"| 城市管理\n | 甲\n乙 |" in grid_text(table(row(lines, broken)))


def test_a_document_is_found_by_its_relationships() -> None:
    data = packed(document(LEVELS), main="word/document2.xml")
    assert dump(read_docx(data, "x")) == grid_text(LEVELS)
