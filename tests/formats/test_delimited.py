"""Separated values: which sign parts them, which texts are tables at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.errors import FileProblem
from xlform.formats.csv import delimiter_of
from xlform.formats.recognition import kind_of
from xlform.formats.source import read_data
from xlform.formats.text_encoding import decoded
from xlform.formats.typed_text import typed_cell
from xlform.grid.notation import dump, parse

SEED = Path(__file__).parents[2] / "samples" / "云田镇.txt"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("单位,金额\n云田镇,95\n", ","),
        ("单位\t金额\r\n云田镇\t95\r\n", "\t"),
        ("单位;金额\n云田镇;1,5\n", ";"),
        ("单位|金额\n云田镇|95\n", "|"),
        ('标题,,\n"甲\n乙",1,2\n"说""明""",3,\n', ","),
        ("sep=;\n单位;金额\n", ";"),
        ("一、基本信息\n2023年收入1056.40万元，其中：财政拨款收入1056.40万元\n", ""),
        ("first, second\nthird\nfourth\nfifth\n", ""),
        ("\t部门名称\n\t云田镇\n\n\t资金总额\n\t1056.40\n", ""),
        ("只有一行,没有第二行", ""),
        ("", ""),
    ],
)
def test_what_parts_the_values(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_a_document_as_plain_text_is_no_table() -> None:
    assert kind_of(SEED.read_bytes(), "x") == "txt"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_values_quotes_and_lines(encoding: str) -> None:
    text = '单位,金额,说明\r\n云田镇,95.00,"一，\n二""三"""\r\n,,\r\n="0731",98%,\r\n'
    grid = read_data(text.encode(encoding), Path("表.xls"))[1]
    assert grid == parse(
        """
        | 单位 | 金额 | 说明 |
        | 云田镇 | 95.00 | 一，\\n二"三" |
        | | | |
        | '0731 | 98% | |
        """
    ), dump(grid)


def test_a_line_may_say_what_parts_them() -> None:
    grid = read_data("sep=;\r\n单位;金额\r\n云田镇;1,056.40\r\n".encode(), Path("表.csv"))[1]
    assert grid == parse("| 单位 | 金额 |\n| 云田镇 | 1056.40 |"), dump(grid)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("云田镇".encode("gb18030"), "云田镇"),
        ("云田镇".encode(), "云田镇"),
        ("甲,1".encode("utf-16-be"), "甲,1"),
        (b"\xff\xfe\x00\xd8", None),
        (bytes(range(200, 256)), None),
        (b"abc\x00\x01\x02\x00\x00", None),
        (b"\x01\x02\x03", None),
    ],
)
def test_the_characters_of_a_text(data: bytes, text: str | None) -> None:
    assert decoded(data) == text


@pytest.mark.parametrize(
    "text", ["", " ", "1.2.3", "1e5", "１２", "+5", "00", "1,2345", "0x1F", "5-6"]
)
def test_texts_that_are_no_numbers(text: str) -> None:
    assert typed_cell(text).value == text


def test_no_text_at_all() -> None:
    with pytest.raises(FileProblem) as caught:
        read_data(b"\x00\x01\x02\x03\x04\x05", Path("x.csv"))
    assert caught.value.code == "not-a-spreadsheet"
