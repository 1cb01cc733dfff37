"""Functions, counts and conditions in the relations of templates, and numbers that are no money."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlform.errors import DeclarationProblem
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.rules.arithmetic.evaluation import RelationResult, evaluate_in_form
from xlform.rules.context import RuleContext
from xlform.template.equation import parse_condition, parse_equation
from xlform.template.faults import DeclarationFault
from xlform.template.form import FormTemplate
from xlform.template.store import load_template

DECLARATION = """
kind = "score-sheet"
name = "评分表"
title = ['评分表$']
[recognise]
labels = ["项目名称", "自评等级", "总分"]
least = 2
[field]
project = { label = "项目名称" }
grade   = { label = "自评等级" }
score   = { label = "总分", kind = "number" }
rate    = { label = "执行率", kind = "percent" }
budget  = { label = "预算数", kind = "amount" }
spent   = { label = "执行数", kind = "amount" }
done_on = { label = "完成日期", kind = "date" }
checked = { label = "已复核", kind = "tick" }
[table.items]
[table.items.stub]
group  = { label = "类别" }
[table.items.column]
item   = { label = "指标" }
weight = { label = "分值", kind = "number" }
points = { label = "得分", kind = "number" }
cost   = { label = "费用", kind = "amount" }
"""
SHEET = """
| 评分表   |         |          |      |      |
| 项目名称 | 植树    | 自评等级 | {grade} | |
| 总分     | {score} | 执行率   | {rate} | |
| 预算数   | 100     | 执行数   | {spent} |  |
| 完成日期 | {day}   | 已复核   | {tick} | |
| 类别     | 指标    | 分值     | 得分 | 费用 |
| 产出     | 株数    | 40       | 38   | 2    |
| ^        | 成活率  | 10分     | 10分 | 3    |
| 效益     | 覆盖    | 50       | {last} |    |
"""


def template(tmp_path: Path, *relations: str) -> FormTemplate:
    folder = tmp_path / "own" / "sheet"
    folder.mkdir(parents=True, exist_ok=True)
    text = DECLARATION + "\n".join(f"[[relation]]\n{relation}" for relation in relations)
    (folder / "form.toml").write_text(text, encoding="utf-8")
    return load_template(folder, "own/sheet")


def filled(known: FormTemplate, **values: str) -> Form:
    usual = {
        "grade": "优", "score": "95", "rate": "95%", "spent": "95", "day": "2023-06-30",
        "tick": "√", "last": "47",
    }  # fmt: skip
    grid = parse(SHEET.format(**{**usual, **values}))
    (form,) = read_grid(grid, Source("评分表.xlsx", "xlsx", ""), (known,)).forms
    return form


def outcomes(known: FormTemplate, **values: str) -> list[RelationResult]:
    form, context = filled(known, **values), RuleContext({known.name: known})
    return [result for one in known.relations for result in evaluate_in_form(one, form, context)]


def verdict(tmp_path: Path, check: str, more: str = "", **values: str) -> str:
    known = template(tmp_path, f"check = {check!r}\n{more}")
    (result,) = outcomes(known, **values)
    return result.verdict


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("score = sum(items.points)", "pass"),
        ("score = sum(items.weight)", "fail"),
        ('sum(items.weight where group = "产出") = 50', "pass"),
        ('sum(items.weight where group = "产出") <= 49', "fail"),
        ('sum(items.weight where group != "产出") = 50', "pass"),
        ('sum(items.weight where group = "没有") = 0', "pass"),
        ("sum(items.weight where weight >= 40) = 90", "pass"),
        ('sum(items.weight where group = "产出" and item = "株数") = 40', "pass"),
        ('sum(items.weight where item = "株数" or item = "覆盖") = 90', "pass"),
        ("count(items) = 3", "pass"),
        ("count(items.cost) = 2", "pass"),
        ('count(items where group = "产出") = 2', "pass"),
        ("count(items where points < weight) = 2", "pass"),
        ("rate = round(spent / budget * 100, 2)", "pass"),
        ("round(spent / 3, 1) = 31.7", "pass"),
        ("min(score, 100) = max(0, score)", "pass"),
        ("abs(spent - budget) = 5", "pass"),
        ("abs(spent - budget) < 5", "fail"),
        ('if(grade = "优", score, 100) >= 90', "pass"),
        ('if(grade = "良", score, 100) >= 99', "pass"),
        ("score = if(rate >= 90, sum(items.points), 0)", "pass"),
        ("score != 95", "fail"),
        ("score = -5 + 100", "pass"),
        ('sum(items.cost where group = "产出") = 5', "pass"),
    ],
)
def test_expressions(tmp_path: Path, check: str, expected: str) -> None:
    assert verdict(tmp_path, check) == expected


def test_a_missing_number_leaves_a_condition_open(tmp_path: Path) -> None:
    assert verdict(tmp_path, "if(rate >= 90, score, 0) = 95", rate="未知") == "undetermined"
    assert verdict(tmp_path, "score = sum(items.points)", last="待定") == "undetermined"
    check = 'sum(items.points where group = "产出") = 48'
    assert verdict(tmp_path, check, last="待定") == "pass", "the row is not one of those"
    check = "sum(items.weight where points >= 10) = 100"
    assert verdict(tmp_path, check, last="待定") == "undetermined"


def test_the_branch_not_taken_may_be_missing(tmp_path: Path) -> None:
    check = 'if(grade = "优", 95, rate) = score'
    assert verdict(tmp_path, check, rate="") == "pass"


def test_when_says_whether_a_relation_applies(tmp_path: Path) -> None:
    when = "when = 'grade = \"优\"'"
    assert verdict(tmp_path, "score >= 90", when, score="80") == "fail"
    assert verdict(tmp_path, "score >= 90", when, score="80", grade="良") == "not-applicable"
    assert verdict(tmp_path, "score >= 90", 'when = "rate > 50"', rate="") == "undetermined"


def test_each_row_is_compared_with_the_sum_of_its_group(tmp_path: Path) -> None:
    known = template(
        tmp_path,
        "each = \"items\"\ncheck = 'items.points <= sum(items.points where group = items.group)'",
        'each = "items"\ncheck = "items.points <= items.weight"',
    )
    found = outcomes(known, last="51")
    assert [one.verdict for one in found] == ["pass"] * 5 + ["fail"]
    assert found[-1].left is not None
    assert found[-1].left.path == "items[2].points"
    assert not found[-1].money


def test_a_tolerance_is_a_number_of_the_relation_or_of_the_form(tmp_path: Path) -> None:
    assert verdict(tmp_path, "spent = 95.4") == "fail"
    assert verdict(tmp_path, "spent = 95.4", 'within = "0.5"') == "pass"
    known = template(tmp_path, 'check = "spent = 95.4"')
    folder = known.folder
    text = (folder / "form.toml").read_text(encoding="utf-8")
    (folder / "form.toml").write_text(f'within = "0.5"\n{text}', encoding="utf-8")
    (result,) = outcomes(load_template(folder, "own/sheet"))
    assert result.verdict == "pass"


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("a = rund(b)", 5, "“rund”"),
        ("a = round(b, 1, 2)", 15, "“,”"),
        ("a = if(b = 1, c)", 16, "“)”"),
        ("a = sum(b where)", 16, "“)”"),
        ('a = sum(b where c > "甲")', 21, "“甲”"),
        ('a = "甲"', 5, "“甲”"),
        ("a = count()", 11, "“)”"),
        ("a = min()", 9, "“)”"),
    ],
)
def test_a_fault_is_reported_with_its_place(text: str, position: int, said: str) -> None:
    with pytest.raises(DeclarationFault) as problem:
        parse_equation(text)
    assert problem.value.details["position"] == position
    assert said in str(problem.value)


def test_and_binds_tighter_than_or() -> None:
    condition = parse_condition('a = "甲" and b = 1 or c = 2')
    assert [len(tests) for tests in condition.alternatives] == [2, 1]


@pytest.mark.parametrize(
    "check",
    [
        "score = total", "count(rows) = 1", 'sum(items.weight where kind = "甲") = 1', "1 = 1",
        "grade = score", "score = sum(items.item)", 'if(nothing = "甲", 1, 2) = score',
        "count(items.nothing) = 1",
    ],
)  # fmt: skip
def test_an_unknown_name_is_reported(tmp_path: Path, check: str) -> None:
    with pytest.raises(DeclarationProblem):
        template(tmp_path, f"check = {check!r}")


# The kinds of values


@pytest.mark.parametrize(
    ("field", "key", "written", "value", "noted"),
    [
        ("score", "score", "95", "95", ""),
        ("score", "score", "９５．５分", "95.5", ""),
        ("score", "score", "'95%", "None", "number-unreadable"),
        ("score", "score", "约95", "None", "number-unreadable"),
        ("score", "score", "5万元", "None", "number-unreadable"),
        ("score", "score", "", "None", ""),
        ("score", "score", "0", "0", ""),
        ("rate", "rate", "'95.5%", "95.5", ""),
        ("rate", "rate", "95.5", "95.5", ""),
        ("rate", "rate", "0.955", "None", "percent-unreadable"),
        ("rate", "rate", "1", "None", "percent-unreadable"),
        ("rate", "rate", "0", "0", ""),
        ("rate", "rate", "≥95%", "None", "percent-unreadable"),
        ("done_on", "day", "2023年6月30日", "2023-06-30", ""),
        ("done_on", "day", "2023.6.30", "2023-06-30", ""),
        ("done_on", "day", "2023年6月", "", "date-unreadable"),
        ("done_on", "day", "44927", "", "date-unreadable"),
        ("done_on", "day", "", "", ""),
        ("checked", "tick", "☑", "√", ""),
        ("checked", "tick", "是", "√", ""),
        ("checked", "tick", "□", "", ""),
        ("checked", "tick", "也许", "", "tick-unreadable"),
    ],
)
def test_kinds_of_values(
    tmp_path: Path, field: str, key: str, written: str, value: str, noted: str
) -> None:
    form = filled(template(tmp_path), **{key: written})
    assert str(form.fields[field]) == value
    cells = {form.origins[field]}
    assert [note.code for note in form.notes if note.cell in cells] == ([noted] if noted else [])
