"""Rules hold on forms that nobody has seen: they ask for roles, whatever the parts are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from xlform.checking.runner import CheckResult, check, check_batch
from xlform.formats.source import read_file
from xlform.grid.notation import dump, parse
from xlform.model.submission import Source
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.batch_index import summarize_submission, templates_by_name
from xlform.rules.context import RuleContext
from xlform.template.form import FormTemplate
from xlform.template.store import load_templates, templates_folder

RULES = all_rules()
WORDS = load_words(templates_folder() / "words")
SAMPLES = Path(__file__).parents[2] / "samples"
SHIPPED = load_templates(templates_folder())
# No name is that of a role, and no label is printed by a shipped form.
PLAN = """
kind    = "jianshe"
name    = "县级建设任务书"
title   = ['(?P<year>20\\d\\d)年县级建设任务书$']
repeat  = "many"
[recognise]
labels  = ["任务名目", "牵头单位全称", "经费来源专款", "起讫时间", "花费清单"]
least   = 3
[field]
mingmu  = { label = "任务名目", role = "project", required = true }
qiantou = { label = "牵头单位全称", role = "unit", required = true }
zhuan   = { label = "经费来源专款", role = "fund" }
jine    = { label = "本年需款", kind = "amount", role = "amount", required = true }
qizhi   = { label = "起讫时间", kind = "period", role = "period" }
mubiao  = { label = "年内要做到", role = "goal" }
[table.zhibiao]
role  = "indicators"
under = "考核尺度"
[table.zhibiao.stub]
da   = { label = "大类", kind = "level", role = "level1" }
xiao = { label = "小类", kind = "level", role = "level2" }
[table.zhibiao.column]
ming = { label = "尺度名目", role = "level3" }
zhi  = { label = "要求达到", kind = "target", role = "target" }
[table.huafei]
role  = "expenses"
under = "花费清单"
total = { label = "清单共计", at = "last", column = "qian", field = "gongji", role = "total" }
[table.huafei.column]
shi  = { label = "花在何处", role = "item" }
qian = { label = "多少钱", kind = "amount", role = "amount" }
suan = { label = "怎么算的", role = "basis" }
[[relation]]
rule  = "A-05"
check = "jine = gongji"
"""
SURVEY = """
kind    = "zonglan"
name    = "县级专款总览"
title   = ['(?P<year>20\\d\\d)年县级专款总览$']
[recognise]
labels  = ["专款名目", "专款数额", "专款要做到", "全年盘子"]
least   = 3
[field]
danwei  = { label = "单位全称", role = "unit" }
panzi   = { label = "全年盘子", kind = "amount", role = "budget" }
[table.zhuankuan]
role = "funds"
[table.zhuankuan.column]
hao  = { label = "号", kind = "sequence" }
ming = { label = "专款名目", role = "fund" }
shu  = { label = "专款数额", kind = "amount", role = "amount" }
yao  = { label = "专款要做到", role = "goal" }
"""
CLEAN = """
@sheet 任务书
| 2024年县级建设任务书 | < | < | < | < |
| 任务名目     | 村道硬化           | 牵头单位全称 | 青禾镇人民政府 | < |
| 经费来源专款 | 农村道路养护       | 本年需款     | 36.00          | < |
| 起讫时间     | 2024.01.01-2024.12.31 | < | < | < |
| 年内要做到   | 硬化村道6公里，验收合格率达到98%以上。 | < | < | < |
| 考核尺度     | 大类       | 小类       | 尺度名目       | 要求达到       |
| ^            | 产出指标   | 数量指标   | 村道硬化里程   | ≥6公里         |
| ^            | ^          | 质量指标   | 验收合格率     | ≥98%           |
| ^            | ^          | 时效指标   | 完工时限       | 2024年11月底前 |
| ^            | ^          | 成本指标   | 村道硬化成本   | ≤6万元/公里    |
| ^            | 效益指标   | 社会效益指标 | 受益村民     | ≥900人         |
| ^            | 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90%       |
| 花费清单     | 花在何处   | 多少钱     | 怎么算的       | < |
| ^            | 村道硬化费 | 36.00      | 6公里*6（万元/公里）=36万元 | < |
| ^            | 清单共计   | 36.00      |                | < |
@sheet 总览
| 2024年县级专款总览 | < | < | < |
| 单位全称     | 青禾镇人民政府 | 全年盘子 | 120.00 |
| 号           | 专款名目       | 专款数额 | 专款要做到 |
| 1            | 农村道路养护   | 36.00    | 硬化村道6公里，验收合格率达到98%以上。 |
"""
_STOCK = "圆满完成各项工作，促进社会和谐稳定"
# A change of the cells of the clean forms that begin so, and the rule that tells it with the cell.
MISTAKES = [
    ("村道硬化成本", "不适用", "C-05", "任务书!D10"),
    ("质量指标", "数量指标", "C-06", "任务书!B7"),
    ("≥98%", "≥198%", "A-13", "任务书!E8"),
    ("硬化村道6公里，验收合格率达到98%以上。 | < ", f"{_STOCK} | <", "Q-14", "任务书!B5"),
    ("2024.01.01", "2024.01.01-2024.06.30", "X-10", "任务书!E9"),
    ("2024年11月底前", "2023年11月底前", "X-09", "任务书!E9"),
    ("6公里*6", "6公里*5（万元/公里）=36万元", "A-07", "任务书!D14"),
    ("6公里*6", "5公里*6（万元/公里）=30万元", "A-08", "任务书!C14"),
    ("6公里*6", "", "C-10", "任务书!D14"),
    ("≤6万元/公里", "≤50万元", "A-11", "任务书!E10"),
    ("≥6公里", "", "C-07", "任务书!E7"),
    ("本年需款     | 36.00", "本年需款 | 63.00", "A-05", "任务书!D3"),
    ("1            | 农村", "1 | 河道清淤疏浚", "C-01", "任务书!B3"),
    ("36.00    | 硬化村道", "36.00 | 栽植行道树400株", "X-04", "总览!D4"),
    ("青禾镇人民政府 | 全年盘子", "松塘镇人民政府 | 全年盘子", "X-08", "总览!B2"),
]
PLAN_2021, EVALUATION = "项目支出绩效目标申报表（2021年版）", "项目支出绩效自评表"
DEPARTMENT = "部门整体支出绩效目标申报表"
# The same on filled samples of national forms: the cells that begin so, what they say instead.
NATIONAL = [
    (PLAN_2021, "六个站全年开放", _STOCK, "Q-14"),
    (PLAN_2021, "'2024-12-31", "'2023-12-31", "X-09"),
    (EVALUATION, "'100%", "'180%", "A-13"),
    (EVALUATION, "2023年11月30日前", "2021年11月30日前", "X-09"),
    (EVALUATION, "质量指标", "数量指标", "C-06"),
    (EVALUATION, "青禾镇人民政府", "", "C-02"),
    (DEPARTMENT, "保障机构正常运转", _STOCK, "Q-14"),
    (DEPARTMENT, "质量指标", "数量指标", "C-06"),
]


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> tuple[FormTemplate, ...]:
    folder: Path = tmp_path_factory.mktemp("模板")
    for name, text in {"jianshe": PLAN, "zonglan": SURVEY}.items():
        (folder / "xian-2024" / name).mkdir(parents=True)
        path = folder / "xian-2024" / name / "form.toml"
        path.write_text(text, encoding="utf-8")
    return load_templates((folder, templates_folder()))


def checked(grid: str, templates: tuple[FormTemplate, ...] = SHIPPED) -> CheckResult:
    cells = parse(grid)
    context = RuleContext(templates_by_name(templates), cells, None, WORDS)
    submission = read_grid(cells, Source("青禾镇.xlsx", "xlsx", ""), templates)
    return check(submission, context, RULES, {})


def serious(found: CheckResult) -> set[tuple[str, str]]:
    return {(f.code, f"{f.sheet}!{f.cell}") for f in found.findings if f.severity != "info"}


def test_clean_forms_have_no_errors_and_no_warnings(outside: tuple[FormTemplate, ...]) -> None:
    found = checked(CLEAN, outside)
    assert serious(found) == set()
    assert [one for one in found.not_asked if one.reason == "crashed"] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "place"), MISTAKES, ids=[f"{m[2]}-{n}" for n, m in enumerate(MISTAKES)]
)
def test_a_mistake_is_told_at_its_cell(
    outside: tuple[FormTemplate, ...], old: str, new: str, code: str, place: str
) -> None:
    pattern = re.compile(rf"\| {re.escape(old)}[^|\n]*")
    assert len(pattern.findall(CLEAN)) == 1
    assert (code, place) in serious(checked(pattern.sub(f"| {new} ", CLEAN), outside))


@pytest.mark.parametrize(("sample", "old", "new", "code"), NATIONAL)
def test_a_mistake_in_a_national_form_is_told(sample: str, old: str, new: str, code: str) -> None:
    text = dump(read_file(SAMPLES / f"{sample}.xlsx")[1])
    assert f"| {old}" in text
    assert code not in {f.code for f in checked(text).findings if f.severity != "info"}
    wrong = checked(re.sub(rf"\| {re.escape(old)}[^|]*", f"| {new} ", text))
    assert code in {f.code for f in wrong.findings if f.severity != "info"}


def test_a_rule_without_its_roles_is_not_asked(outside: tuple[FormTemplate, ...]) -> None:
    because = {one.code: one.because for one in checked(CLEAN, outside).not_asked}
    assert "开始日期、完成日期" in because["A-25"]
    assert "绩效指标表·实际完成值" in because["A-24"]
    assert "重点工作表·工作事项" in because["X-03"]
    assert "勾稽关系" in because["A-01"]
    # Of several roles only those that are lacking are named.
    assert "指标值" not in because["A-24"]
    sheet = CLEAN.partition("@sheet 总览")[2]
    alone = {one.code: one.because for one in checked(f"@sheet 总览{sheet}", outside).not_asked}
    assert "支出明细表·测算依据" in alone["A-07"]
    assert "项目" in alone["C-05"]


def test_claims_and_amounts_of_a_batch_are_compared(outside: tuple[FormTemplate, ...]) -> None:
    """B-02: one project with one amount from two units; B-03: a budget in 元 among others."""
    units = ("青禾镇", "松塘镇", "桥东镇", "白马镇", "长岭镇")
    context = RuleContext(templates_by_name(outside), None, None, WORDS)
    summaries = []
    for number, unit in enumerate(units):
        grid = CLEAN.replace("青禾镇", unit).replace("120.00", f"{110 + number}.00")
        if number > 1:
            grid = grid.replace("村道硬化  ", f"{unit}村道硬化")
        if number == len(units) - 1:
            grid = grid.replace("114.00", "1140000.00")
        source = Source(f"{unit}.xlsx", "xlsx", f"{number:064d}")
        read = read_grid(parse(grid), source, outside)
        path = f"报送/{unit}.xlsx"
        summaries.append(summarize_submission(path, read, WORDS, context.templates))
    rules = [rule for rule in RULES if rule.code in ("B-02", "B-03")]
    found = check_batch(summaries, context, rules, {})
    assert [(one.code, one.file, one.sheet, one.cell) for one in found.findings] == [
        ("B-03", "长岭镇.xlsx", "总览", "D2"),
        ("B-02", "青禾镇.xlsx", "任务书", "D3"),
    ]
