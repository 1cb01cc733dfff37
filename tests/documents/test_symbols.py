"""Signs of symbol fonts (figures 5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from wordfile import cell, document, packed, row, table

from xlform.model.submission import Target
from xlform.ooxml.word.symbols import symbol
from xlform.submission.read import read


def target_in(folder: Path, run: str) -> Target:
    body = table(
        row("支出方向（子项）", "植树", "所属专项", "名称", "绿化", ""),
        row("项目金额", "15", "", "金额", "15", ""),
        row("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准"),
        row("", "产出指标", "质量指标", "成活率", cell(f"<w:p><w:r>{run}</w:r></w:p>"), "计划标准"),
    )
    (folder / "报表.docx").write_bytes(packed(document(body)))
    [form] = read(folder / "报表.docx").forms
    target = form.tables["indicators"][0]["target"]
    assert isinstance(target, Target)
    return target


@pytest.mark.parametrize(
    ("run", "text", "comparator"),
    [
        ("<w:sym w:font='Symbol' w:char='F0B3'/><w:t>90%</w:t>", "≥90%", ">="),
        ("<w:sym w:font='Symbol' w:char='00A3'/><w:t>90%</w:t>", "≤90%", "<="),
        ("<w:sym w:font='symbol' w:char='f0b3'/><w:t>90%</w:t>", "≥90%", ">="),
        ("<w:sym w:font='Symbol' w:char='F03E'/><w:t>90%</w:t>", ">90%", ">"),
        ("<w:t>\uf0b390%</w:t>", "≥90%", ">="),
        ("<w:sym w:font='宋体' w:char='2265'/><w:t>90%</w:t>", "≥90%", ">="),
    ],
)
def test_a_sign_of_the_symbol_font_is_read(
    tmp_path: Path, run: str, text: str, comparator: str
) -> None:
    found = target_in(tmp_path, run)
    assert (found.text, found.comparator, found.unit) == (text, comparator, "%")


@pytest.mark.parametrize(
    ("font", "code", "char"),
    [
        ("Symbol", "F0B1", "±"), ("Symbol", "F0B4", "×"), ("Symbol", "F0B8", "÷"),
        ("Symbol", "F0B0", "°"), ("Symbol", "F0B9", "≠"), ("Symbol", "F0BB", "≈"),
        ("Symbol", "F0D6", "√"), ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "□"),
        ("Wingdings", "F0FC", "√"), ("Wingdings 2", "F052", "☑"), ("Wingdings 2", "F0A3", "□"),
    ],
)  # fmt: skip
def test_signs_by_font_and_code(font: str, code: str, char: str) -> None:
    assert symbol(font, code) == char


@pytest.mark.parametrize(
    ("font", "code"), [("Symbol", "F0FF"), ("Wingdings", "F021"), ("宋体", "E000"), ("宋体", "x")]
)
def test_an_unknown_sign_is_listed_and_makes_no_number(
    tmp_path: Path, font: str, code: str
) -> None:
    run = f"<w:sym w:font='{font}' w:char='{code}'/><w:t>90%</w:t>"
    found = target_in(tmp_path, run)
    assert found.value is None
    assert found.text == "\ufffd90%"
    assert any("符号" in one.because for one in read(tmp_path / "报表.docx").unread)
