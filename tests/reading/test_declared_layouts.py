"""Layouts that a declaration describes: crossings, heads in two rows, totals, composite targets."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlform.errors import DeclarationProblem
from xlform.grid.notation import parse
from xlform.model.submission import Form, Source, Submission, Target
from xlform.reading.submission import read_grid
from xlform.template.form import FormTemplate
from xlform.template.store import load_template, load_templates

EVALUATION = """
kind = "trial-evaluation"
name = "试评表"
title = ['试评表$']
ignore = ['^注：', '^说明']
[recognise]
labels = ["项目名称", "项目资金", "年初预算数", "绩效指标"]
least = 2
[field]
project     = { label = "项目名称" }
budget      = { label = "年初预算数", row = "年度资金总额", kind = "amount" }
spent       = { label = "全年执行数", row = "年度资金总额", kind = "amount" }
fiscal      = { label = "年初预算数", row = ["其中：当年财政拨款", "财政拨款"], kind = "amount" }
fund_points = { label = "得分", row = "年度资金总额", kind = "number" }
[table.indicators]
title = "绩效指标"
under = "绩效指标"
total = { label = "总分", at = "last", fields = { weight = "weight_total", points = "score" } }
[table.indicators.stub]
level1 = { label = "一级指标", kind = "level" }
[table.indicators.column]
level3 = { label = "三级指标" }
weight = { label = "分值", kind = "number" }
points = { label = "得分", kind = "number" }
reason = { label = "偏差原因" }
"""
EVALUATION_SHEET = """
| 试评表           |                    | <          | <          | <    | <        |
| 项目名称         | 植树               | <          | <          | <    | <        |
| 项目资金（万元） |                    | 年初预算数 | 全年执行数 | 得分 |          |
| ^                | 年度资金总额       | 100        | 95         | 9.5  |          |
| ^                | 其中：当年财政拨款 | 60         | 55         | —    |          |
| ^                | 其他资金           | 40         | 40         |      |          |
| 绩效指标         | 一级指标           | 三级指标   | 分值       | 得分 | 偏差原因 |
| ^                | 产出指标           | 株数       | 50         | 48   |          |
| ^                | ^                  | 成活率     | 30         | 30   | 无       |
| 总分             | <                  | <          | 90         | 87.5 |          |
| 注：得分保留一位小数。 |              |            |            |      |          |
"""
MONITORING = """
kind = "trial-monitoring"
name = "试监控表"
title = ['试监控表$']
[recognise]
labels = ["项目名称", "偏差原因分析", "完成目标可能性"]
least = 2
[field]
project = { label = "项目名称" }
[table.indicators]
[table.indicators.stub]
level1 = { label = "一级指标", kind = "level" }
[table.indicators.column]
level3   = { label = "三级指标" }
target   = { label = "年度指标值", kind = "target" }
funding  = { label = "经费保障", over = "偏差原因分析", kind = "tick" }
staff    = { label = "人员保障", over = "偏差原因分析", kind = "tick" }
certain  = { label = "确定能", over = "完成目标可能性", kind = "tick" }
possible = { label = "有可能", over = "完成目标可能性", kind = "tick" }
note     = { label = "备注" }
"""
MONITORING_SHEET = """
| 试监控表 | <        | <          | <            | <        | <              | <      | <    |
| 项目名称 | 植树     | <          | <            | <        | <              | <      | <    |
| 一级指标 | 三级指标 | 年度指标值 | 偏差原因分析 | <        | 完成目标可能性 | <      | 备注 |
| ^        | ^        | ^          | 经费保障     | 人员保障 | 确定能         | 有可能 | ^    |
| 产出指标 | 株数     | ≥100株     | √            |          |                | √      | 缺钱 |
| ^        | 成活率   | ≥90%       |              |          | √              |        |      |
"""
COMPOSITE = """
kind = "trial-composite"
name = "试分列表"
title = ['试分列表$']
[recognise]
labels = ["三级指标", "计算符号", "度量单位"]
same_row = true
[field]
project = { label = "项目名称" }
[table.indicators]
composite = { target = ["sign", "number", "measure"] }
[table.indicators.column]
level3  = { label = "三级指标" }
sign    = { label = "计算符号" }
number  = { label = "指标值" }
measure = { label = "度量单位" }
[table.sources]
[table.sources.column]
source = { rows = ["财政拨款", "自筹"], label = "来源" }
amount = { label = "本年数", kind = "amount" }
last   = { label = "上年数", kind = "amount" }
"""
COMPOSITE_SHEET = """
| 试分列表 | <        | <      | <        |
| 项目名称 | 植树     | <      | <        |
| 三级指标 | 计算符号 | 指标值 | 度量单位 |
| 株数     | ≥        | 100    | 株       |
| 成活率   | 大于等于 | 90     | %        |
| 景观     | 定性     | 明显改善 |        |
|          | 本年数   | 上年数 |          |
| 财政拨款 | 5        | 4      |          |
| 自筹     | 1        | 0      |          |
"""


def template(tmp_path: Path, declaration: str, name: str = "own/trial") -> FormTemplate:
    folder = tmp_path / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "form.toml").write_text(declaration, encoding="utf-8")
    return load_template(folder, name)


def read(tmp_path: Path, declaration: str, sheet: str) -> Submission:
    known = template(tmp_path, declaration)
    return read_grid(parse(sheet), Source("表.xlsx", "xlsx", ""), (known,))


def form_of(tmp_path: Path, declaration: str, sheet: str) -> Form:
    (form,) = read(tmp_path, declaration, sheet).forms
    return form


def test_a_value_where_a_row_crosses_a_column(tmp_path: Path) -> None:
    form = form_of(tmp_path, EVALUATION, EVALUATION_SHEET)
    assert form.fields["budget"] == 100
    assert form.fields["spent"] == 95
    assert form.fields["fiscal"] == 60
    assert form.fields["fund_points"] == Decimal("9.5")
    assert form.origins["fiscal"] == "C5"


def test_several_totals_in_one_row_beside_a_label_left_of_the_columns(tmp_path: Path) -> None:
    form = form_of(tmp_path, EVALUATION, EVALUATION_SHEET)
    assert form.fields["weight_total"] == 90
    assert form.fields["score"] == Decimal("87.5")
    assert [row["level3"] for row in form.tables["indicators"]] == ["株数", "成活率"]
    assert [row["level1"] for row in form.tables["indicators"]] == ["产出指标"] * 2
    assert form.origins["score"] == "E10"


@pytest.mark.parametrize("total", ["90 | 87.5", "90 | =87.5 → 87.5", "90 | '87.5分"])
def test_a_number_in_a_total_row_without_a_field_is_unread(tmp_path: Path, total: str) -> None:
    declared = EVALUATION.replace(', points = "score"', "")
    found = read(tmp_path, declared, EVALUATION_SHEET.replace("90         | 87.5", total))
    places = [part.range for part in found.unread if part.range == "E10"]
    assert places == ([] if "分" in total else ["E10"])
    assert found.forms[0].fields["weight_total"] == 90


@pytest.mark.parametrize(
    ("title", "value", "year"),
    [
        ("试年表", "2024", 2024),
        ("试年表", "2024年度", 2024),
        ("试年表", "'2024 年", 2024),
        ("2023年试年表", "2024", 2023),
        ("试年表", "2024-2026", None),
        ("试年表", "120", None),
        ("试年表", "", None),
    ],
)
def test_the_year_is_that_of_its_field_where_the_title_has_none(
    tmp_path: Path, title: str, value: str, year: int | None
) -> None:
    declared = """
kind = "trial-year"
name = "试年表"
title = ['(?P<year>20[0-9]{2})?年?试年表']
[recognise]
labels = ["预算年份", "项目名称"]
[field]
budget_year = { label = "预算年份", role = "year" }
project     = { label = "项目名称" }
"""
    sheet = f"| {title} | < |\n| 预算年份 | {value} |\n| 项目名称 | 植树 |\n"
    assert form_of(tmp_path, declared, sheet).year == year


@pytest.mark.parametrize(
    ("period", "title", "year"),
    [
        ("2024.01.01-2024.12.31", "试期表", 2024),
        ("2023年6月-2025年12月", "试期表", None),
        ("2023年6月-2025年12月", "试期表（2024年）", 2024),
        ("2023年6月-2025年12月", "试期清单（2024年度）", 2024),
    ],
)
def test_the_year_is_not_guessed_from_several_years(
    tmp_path: Path, period: str, title: str, year: int | None
) -> None:
    declared = (
        'kind = "trial-period"\nname = "试期表"\n'
        "title = ['(?P<year>20\\d\\d)?年?试期(表|清单)$']\n"
        '[recognise]\nlabels = ["工程名目", "起讫时间"]\n'
        '[field]\nname = { label = "工程名目" }\n'
        'period = { label = "起讫时间", kind = "period" }\n'
    )
    sheet = f"| {title} |  |\n| 工程名目 | 修路 |\n| 起讫时间 | {period} |\n"
    assert form_of(tmp_path, declared, sheet).year == year


def test_notes_printed_on_the_form_are_ignored(tmp_path: Path) -> None:
    found = read(tmp_path, EVALUATION, EVALUATION_SHEET)
    unread = " ".join(part.because for part in found.unread)
    assert "注：" not in unread
    noted = read(tmp_path, EVALUATION.replace("'^注：', ", ""), EVALUATION_SHEET)
    assert len(noted.unread) > len(found.unread)


def test_a_missing_crossing_is_missing_and_not_zero(tmp_path: Path) -> None:
    sheet = EVALUATION_SHEET.replace("| 60  ", "|     ")
    form = form_of(tmp_path, EVALUATION, sheet)
    assert form.fields["fiscal"] is None
    assert form.origins["fiscal"] == "C5"
    gone = EVALUATION_SHEET.replace("其中：当年财政拨款", "县级")
    assert form_of(tmp_path, EVALUATION, gone).fields["fiscal"] is None


def test_heads_in_two_rows(tmp_path: Path) -> None:
    form = form_of(tmp_path, MONITORING, MONITORING_SHEET)
    first, second = form.tables["indicators"]
    ticks = ("funding", "staff", "certain", "possible")
    assert [first[name] for name in ticks] == ["√", "", "", "√"]
    assert [second[name] for name in ticks] == ["", "", "√", ""]
    assert (first["note"], second["level3"]) == ("缺钱", "成活率")
    assert not form.notes


def test_a_head_of_both_rows_between_lower_ones_ends_the_column_before_it(tmp_path: Path) -> None:
    sheet = """
| 试监控表 | <        | <          | <            | <        | <    | <              | <      |
| 项目名称 | 植树     | <          | <            | <        | <    | <              | <      |
| 一级指标 | 三级指标 | 年度指标值 | 偏差原因分析 | <        | 备注 | 完成目标可能性 | <      |
| ^        | ^        | ^          | 经费保障     | 人员保障 | ^    | 确定能         | 有可能 |
| 产出指标 | 株数     | ≥100株     | √            |          | 缺钱 |                | √      |
"""
    form = form_of(tmp_path, MONITORING, sheet)
    (row,) = form.tables["indicators"]
    assert (row["staff"], row["note"], row["possible"]) == ("", "缺钱", "√")


def test_heads_in_two_rows_whose_merges_were_undone(tmp_path: Path) -> None:
    sheet = MONITORING_SHEET.replace("| ^        | ^        | ^          | 经", "|||| 经")
    sheet = sheet.replace("有可能 | ^    |", "有可能 | |").replace("分析 | <  ", "分析 |    ")
    sheet = sheet.replace("可能性 | <   ", "可能性 |     ")
    form = form_of(tmp_path, MONITORING, sheet)
    assert [row["possible"] for row in form.tables["indicators"]] == ["√", ""]
    assert [row["staff"] for row in form.tables["indicators"]] == ["", ""]


def test_a_target_in_columns_of_its_own(tmp_path: Path) -> None:
    form = form_of(tmp_path, COMPOSITE, COMPOSITE_SHEET)
    targets = [row["target"] for row in form.tables["indicators"]]
    assert all(isinstance(target, Target) for target in targets)
    assert [(t.comparator, str(t.value), t.unit) for t in targets if isinstance(t, Target)][:2] == [
        (">=", "100", "株"), (">=", "90", "%"),
    ]  # fmt: skip
    last = targets[2]
    assert isinstance(last, Target)
    assert (last.type, last.text) == ("qualitative", "明显改善")
    assert form.origins["indicators[1].target"] == "C5"


def test_a_column_without_a_head_is_found_by_its_rows(tmp_path: Path) -> None:
    form = form_of(tmp_path, COMPOSITE, COMPOSITE_SHEET)
    rows = form.tables["sources"]
    assert [row["source"] for row in rows] == ["财政拨款", "自筹"]
    assert [row["amount"] for row in rows] == [5, 1]


def test_a_declaration_that_extends_another(tmp_path: Path) -> None:
    template(tmp_path, EVALUATION, "trial-2023/evaluation")
    later = """
extends = "trial-2023/evaluation"
name = "试评表（2024年）"
[field]
fund_points = false
owner = { label = "项目负责人" }
[table.indicators.column]
level3 = { label = ["三级指标", "指标名称"] }
"""
    found = template(tmp_path, later, "trial-2024/evaluation")
    assert found.kind == "trial-evaluation"
    assert found.declaration.name == "试评表（2024年）"
    assert "fund_points" not in found.fields
    assert list(found.fields)[-1] == "owner"
    assert found.tables["indicators"].columns["level3"].labels == ("三级指标", "指标名称")
    assert found.tables["indicators"].total_fields["points"] == "score"
    assert [one.name for one in load_templates(tmp_path)] == [
        "trial-2023/evaluation", "trial-2024/evaluation",
    ]  # fmt: skip


@pytest.mark.parametrize("base", ["trial-2022/evaluation", "trial-2024/evaluation"])
def test_an_unknown_base_is_reported_with_the_known_ones(tmp_path: Path, base: str) -> None:
    template(tmp_path, EVALUATION, "trial-2023/evaluation")
    with pytest.raises(DeclarationProblem, match="trial-2023/evaluation"):
        template(tmp_path, f'extends = "{base}"\n', "trial-2024/evaluation")


def test_declarations_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, base in (("a-1/x", "b-1/x"), ("b-1/x", "a-1/x")):
        (tmp_path / name).mkdir(parents=True)
        text = f'extends = "{base}"\n'
        (tmp_path / name / "form.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationProblem, match="a-1/x"):
        load_templates(tmp_path)


def test_a_shipped_template_can_be_extended(tmp_path: Path) -> None:
    found = template(tmp_path, 'extends = "shifeng-2023/fund-summary"\n', "shifeng-2024/summary")
    assert found.kind == "fund-summary"
    assert found.blank is not None
    assert found.blank.is_file()


RELATED = (
    EVALUATION
    + """
[[relation]]
check = "spent <= budget"
"""
)


def test_own_relations_come_on_top_of_those_that_are_taken_over(tmp_path: Path) -> None:
    template(tmp_path, RELATED, "trial-2023/evaluation")
    later = 'extends = "trial-2023/evaluation"\n[[relation]]\ncheck = "fiscal <= budget"\n'
    found = template(tmp_path, later, "trial-2024/evaluation")
    assert [one.equations[0].text for one in found.relations] == [
        "spent <= budget", "fiscal <= budget",
    ]  # fmt: skip
    without = 'extends = "trial-2023/evaluation"\nrelation = false\n'
    assert template(tmp_path, without, "trial-2025/evaluation").relations == ()


def test_a_relation_without_a_check_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationProblem):
        template(tmp_path, EVALUATION + "[[relation]]\ncheck = []\n")


def test_a_misspelt_head_of_a_crossing_still_leads_to_the_crossing(tmp_path: Path) -> None:
    sheet = EVALUATION_SHEET.replace("| 全年执行数 |", "| 全年实行数 |")
    form = form_of(tmp_path, EVALUATION, sheet)
    assert form.fields["spent"] == 95
    assert form.origins["spent"] == "D4"
