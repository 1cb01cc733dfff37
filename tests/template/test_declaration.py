"""Declarations: strict about their words, clear about their faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.errors import DeclarationProblem
from xlform.template.labels import canonical_level, fold
from xlform.template.store import load_template, load_templates, templates_folder
from xlform.values.money import split_money_unit

DECLARED = """
kind = "x"
name = "某表"
title = ['某表$']
[recognise]
labels = ["甲", "乙"]
[field]
amount = { label = "金额", kind = "amount" }
[table.rows.column]
item = { label = "事项" }
"""


def problem(tmp_path: Path, text: str) -> str:
    (tmp_path / "form.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationProblem) as caught:
        load_template(tmp_path, "set/x")
    return str(caught.value)


def test_a_declaration_loads(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text(DECLARED, encoding="utf-8")
    template = load_template(tmp_path, "set/x")
    assert (template.kind, list(template.fields), list(template.tables)) == (
        "x",
        ["amount"],
        ["rows"],
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('kind = "x"', 'kid = "x"', ["form.toml", "第 2 行 kid", "“kind”", "可用的：kind、name"]),
        (
            'label = "金额"',
            'labl = "金额"',
            ["第 8 行 field.amount.labl", "“label”", "label、name、pattern、look"],
        ),
        ("[recognise]", "[recognize]", ["recognize", "recognise"]),
        ('kind = "amount"', 'kind = "money"', ["money"]),
        ('labels = ["甲", "乙"]', 'labels = ["甲", "乙"', ["form.toml"]),
        ("title = ['某表$']", "title = ['(某表$']", ["(某表$"]),
        ('name = "某表"', "name = no", ["form.toml"]),
        ('item = { label = "事项" }', "item = 3", ["column"]),
    ],
)
def test_a_fault_names_the_file_the_key_and_the_known_keys(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    assert old in DECLARED
    sentence = problem(tmp_path, DECLARED.replace(old, new))
    for word in words:
        assert word in sentence


def test_a_declaration_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    total = '\n[table.rows.total]\nlabel = "合计"\nfield = "total"\ncolumn = "amout"\n'
    assert "amout" in problem(tmp_path, DECLARED + total)
    assert "phone" in problem(tmp_path, 'closing = ["phone"]\n' + DECLARED)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('kind = "amount"', 'kind = "amount", find = "收入{}"', "find"),
        ('item = { label = "事项" }', 'item = { label = "事项", find = "{}$" }', "find"),
        ('kind = "amount"', 'kind = "amount", look = ["section"]', "section"),
        ("[table.rows.column]", "[table.rows]\nentry = '^[0-9]'\n[table.rows.column]", "entry"),
        ('name = "某表"', 'name = "某表"\nheading = ["说明"]', "heading"),
    ],
)
def test_words_for_prose_are_for_prose_only(tmp_path: Path, old: str, new: str, key: str) -> None:
    assert old in DECLARED
    declared = DECLARED.replace(old, new)
    assert key in problem(tmp_path, declared)
    assert "只用于文字材料" in problem(tmp_path, declared)
    (tmp_path / "form.toml").write_text(f'layout = "prose"\n{declared}', encoding="utf-8")
    assert load_template(tmp_path, "set/x").prose


def test_a_pattern_over_prose_has_its_value_where_the_braces_stand(tmp_path: Path) -> None:
    declared = DECLARED.replace('kind = "amount"', 'kind = "amount", find = ["年收入{}", "收{}"]')
    (tmp_path / "form.toml").write_text(f'layout = "prose"\n{declared}', encoding="utf-8")
    first, _ = load_template(tmp_path, "set/x").fields["amount"].find
    found = first.search("2023年收入1,056.40万元,")
    assert found
    assert found["value"] == "1,056.40万元"
    assert "(收" in problem(tmp_path, 'layout = "prose"\n' + declared.replace("收{}", "(收{}"))


def test_an_empty_folder_holds_no_templates(tmp_path: Path) -> None:
    with pytest.raises(DeclarationProblem, match=r"模板|templates"):
        load_templates(tmp_path)


def test_every_shipped_template_has_its_blank_and_known_closing_fields() -> None:
    for template in load_templates(templates_folder()):
        if not template.prose:
            assert template.blank
            assert template.blank.is_file()
            assert template.declaration.closing


@pytest.mark.parametrize(
    ("label", "folded"),
    [
        ("支出方向      （子项）", "支出方向子项"),
        ("可持续影响  指标", "可持续影响指标"),
        ("服务对象满意度\n指标", "服务对象满意度指标"),
        ("　填报单位：（盖章）", "填报单位盖章"),
        ("１－７月执行数", "1-7月执行数"),
        ("名\u200b称\ufeff", "名称"),
    ],
)
def test_labels_are_compared_without_decoration(label: str, folded: str) -> None:
    assert fold(label) == folded


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("产出指标（50分）", "产出指标"),
        ("一、产出指标", "产出指标"),
        ("可持续影响  指标", "可持续影响指标"),
        ("社会公众及服务对象\n满意度指标", "社会公众及服务对象满意度指标"),
        ("满意度指标(10分)", "满意度指标"),
    ],
)
def test_level_names_are_canonical(printed: str, canonical: str) -> None:
    assert canonical_level(printed) == canonical


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("年度预算申请\n（万元）", ("年度预算申请", "万元")),
        ("金额（ 单位：元 ）：", ("金额", "元")),
        ("金额(万元)", ("金额", "万元")),
        ("金额", ("金额", "")),
        ("每元产出", ("每元产出", "")),
    ],
)
def test_a_money_unit_behind_a_label_is_told_apart(label: str, parts: tuple[str, str]) -> None:
    found, unit = split_money_unit(label)
    assert (fold(found), unit) == parts
