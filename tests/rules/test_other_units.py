"""Words of units of other trades and places: right ones are not reported, wrong ones are."""

from __future__ import annotations

import pytest
from rule_checks import TEMPLATES, findings_in, indicator_form

from xlform.grid.notation import parse
from xlform.model.submission import Source, Submission
from xlform.reading.submission import read_grid

HEAD = """
| {title} | < | < | < | < |
| {above} | < | < | < | < |
| 项目名称 | 馆藏档案数字化 | < | < | < |
| 主管部门 | 临川市委办公室 | < | 项目期 | 2025年 |
| 项目资金（万元） | 年度资金总额 | 1800 | | |
| ^ | 其中：财政拨款 | 1800 | | |
| ^ | 其他资金 | 0 | | |
| 年度绩效目标 | 完成馆藏档案数字化60万页 | < | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 档案数字化页数 | ≥60万页 |
"""


def _read(text: str) -> Submission:
    return read_grid(parse(text), Source("x.xlsx", "xlsx", ""), TEMPLATES)


def _codes(level2: str, name: str, target: str, codes: str) -> set[str]:
    return {one.code for one in findings_in(indicator_form(level2, name, target), codes)}


@pytest.mark.parametrize(
    ("level2", "name", "target"),
    [
        ("经济成本指标", "公用经费控制率", "≤100%"),
        ("质量指标", "三公经费控制率", "≤100%"),
        ("质量指标", "预算控制率", "≤100%"),
        ("经济效益指标", "降低管网漏损率", "≥5个百分点"),
        ("经济效益指标", "降低管网漏损率", "≤9%"),
        ("质量指标", "平均响应时间", "≤30分钟"),
        ("社会效益指标", "平均响应时间", "≤30分钟"),
        ("社会效益指标", "平均候诊时间", "≤20分钟"),
        ("时效指标", "平均响应时间", "≤30分钟"),
        ("质量指标", "散煤复烧反弹率", "≤3%"),
    ],
)
def test_right_targets_of_other_trades_are_not_reported(
    level2: str, name: str, target: str
) -> None:
    assert not _codes(level2, name, target, "Q-")


@pytest.mark.parametrize(
    ("level2", "name", "target", "code"),
    [
        ("质量指标", "高血压患者血压控制率", "≤60%", "Q-20"),
        ("质量指标", "管网漏损率", "≥9%", "Q-10"),
        ("数量指标", "平均响应时间", "≤30分钟", "Q-08"),
        ("质量指标", "办结时间", "≤30分钟", "Q-08"),
        ("质量指标", "平均工期", "≤30天", "Q-08"),
        ("质量指标", "降低后管网漏损率", "≥9%", "Q-10"),
        ("质量指标", "乱收费控制率", "≤5%", "Q-20"),
        ("质量指标", "散煤复烧反弹率", "≥3%", "Q-10"),
        ("时效指标", "数据上报时间", "每月35日前", "Q-01"),
    ],
)
def test_wrong_targets_of_other_trades_are_reported(
    level2: str, name: str, target: str, code: str
) -> None:
    assert code in _codes(level2, name, target, "Q-")


@pytest.mark.parametrize("day", ["每月31日前", "每月5日前", "每周7天", "每周五前"])
def test_a_recurring_day_that_a_calendar_has_is_not_reported(day: str) -> None:
    assert not _codes("时效指标", "数据上报时间", day, "Q-01")


@pytest.mark.parametrize(
    ("level2", "name", "target", "code"),
    [
        ("数量指标", "窗口开放天数", "每月35天", "A-14"),
        ("数量指标", "自助区开放时长", "≥25小时/日", "A-14"),
        ("质量指标", "监控设备完好率", "≥95‰", "A-13"),
        ("服务对象满意度指标", "读者满意度", "≥90‰", "A-13"),
    ],
)
def test_more_than_a_calendar_has_and_shares_in_thousandths_are_reported(
    level2: str, name: str, target: str, code: str
) -> None:
    assert code in _codes(level2, name, target, "A-1")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("窗口开放天数", "每月30天"),
        ("值班累计天数", "≥60天/月"),
        ("孕产妇死亡率", "≤95‰"),
        ("设备完好率", "≥995‰"),
        ("自然增长率", "≥60‰"),
    ],
)
def test_days_added_up_and_rates_of_people_are_not_reported(name: str, target: str) -> None:
    assert not _codes("质量指标", name, target, "A-1")


def test_costs_of_outputs_are_costs() -> None:
    assert not _codes("产出成本指标", "设备购置成本", "≤30万元", "C-05")


@pytest.mark.parametrize(
    ("target", "unit"), [("6800路", "路"), ("300盆", "盆"), ("1.2万剂次", "万剂次")]
)
def test_counts_in_units_of_other_trades_are_numbers(target: str, unit: str) -> None:
    form = _read(
        HEAD.format(title="2025年项目支出绩效目标申报表", above="")
        + (f"| ^ | ^ | ^ | 接入数量 | {target} |\n")
    ).forms[0]
    read = form.tables["indicators"][1]["target"]
    assert (read.type, read.unit) == ("number", unit)  # type: ignore[union-attr]


@pytest.mark.parametrize("label", ["填报单位", "报送单位", "预算单位", "单位名称"])
def test_a_unit_named_above_the_form_is_that_of_the_submission(label: str) -> None:
    text = HEAD.format(title="2025年项目支出绩效目标申报表", above=f"{label}：临川市档案馆")
    assert _read(text).unit == "临川市档案馆"
    missing = [one.message for one in findings_in(text, "F-09")]
    assert not any("实施单位" in one for one in missing)


EVALUATION = """
| 2025年度项目支出绩效自评表 | < | < | < | < | < | < | < | < |
| 单位名称：临川市档案馆 | < | < | < | < | < | < | < | < |
| 项目名称 | 档案数字化 | < | < | < | < | < | < | < |
| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | |
| ^ | 年度资金总额 | 40 | 40 | 40 | 10 | 100% | 10 | |
"""


def test_a_unit_named_above_an_evaluation_is_read() -> None:
    assert _read(EVALUATION).unit == "临川市档案馆"


MONITORING = """
| {title} | < | < | < | < | < |
| 项目名称 | 林区防火巡护 | < | < | < | < |
| 主管部门 | 临川市林业局 | < | 实施单位 | 临川市青山林业站 | < |
| 项目资金（万元） | | 年初预算数 | 1-8月执行数 | 1-8月执行率 | 全年预计执行数 |
| ^ | 年度资金总额 | 50 | 30 | 60% | 50 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-8月执行情况 | 全年预计完成情况 \
| 偏差原因分析 | 完成目标可能性 | 备注 |
| ^ | 产出指标 | 质量指标 | 巡护到位率 | ≥95% | 96% | 96% | | | |
"""


@pytest.mark.parametrize(
    "title",
    [
        "2025年项目支出绩效运行监控表（截至8月31日）",
        "2025年度项目支出绩效目标执行监控表（1-8月）",
        "2025年项目支出绩效目标运行监控表（上半年）",
        "2025年项目绩效监控表",
    ],
)
def test_a_title_of_monitoring_may_say_up_to_when(title: str) -> None:
    text = MONITORING.format(title=title)
    assert _read(text).forms[0].title == title
    assert _read(text).year == 2025
    assert not findings_in(text, "F-10")


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("尚未验收", False),
        ("尚未验收，因汛期停工", False),
        ("尚未确定", True),
        ("尚未下达", True),
        ("尚未填写", True),
        ("尚未统计", True),
    ],
)
def test_what_is_not_yet_accepted_is_an_answer(text: str, reported: bool) -> None:  # noqa: FBT001
    found = findings_in(indicator_form("质量指标", "验收情况", text), "C-08")
    assert bool(found) is reported


PLAN = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | 按支出性质分  | <        |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标 |
| ^                    | {first}      | 文化站        | 开放     |
| ^                    | 社区经费     | 社区          | 社区运转 |
@sheet 附表2
| 序号 | 名称               | 金额   | 实施期绩效目标 | 年度绩效目标 |
|      | 合计               | 545.00 |                |              |
| 一   | 公共文化服务专项   | 95.00  | 开放           | 开放         |
| 二   | 社区经费           | 450.00 | 社区运转       | 社区运转     |
"""


@pytest.mark.parametrize(
    ("first", "reported"),
    [("公共文化服务", 0), ("公共文化服务专项资金", 0), ("公共文化活动", 2)],
)
def test_a_task_and_its_fund_may_differ_in_the_word_for_fund(first: str, reported: int) -> None:
    assert len(findings_in(PLAN.format(first=first), "X-03")) == reported


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_a_title_may_carry_the_money_unit(unit: str) -> None:
    title = f"2025年项目支出绩效目标申报表（单位：{unit}）"
    text = HEAD.format(title=title, above="").replace("项目资金（万元）", "项目资金")
    read = _read(text)
    assert read.year == 2025
    assert read.forms[0].title == title
    expected = {"元": "0.18", "万元": "1800"}[unit]
    assert str(read.forms[0].fields["annual_total"]) == expected
    assert not findings_in(text, "F-10")
    assert not findings_in(text, "F-14")


GOAL = (
    HEAD.format(title="2025年项目支出绩效目标申报表", above="")
    + """
| ^ | ^ | 质量指标 | 扫描合格率 | ≥98% |
| ^ | 满意度指标 | 服务对象满意度指标 | 查档群众满意度 | ≥95% |
""".lstrip("\n")
)


@pytest.mark.parametrize(
    "goal",
    [
        "到2030年扫描合格率达到99%",
        "上半年扫描合格率达到90%，全年达到98%",
        "目前查档群众满意度达到92%，年内再提高3个百分点",
        "首次扫描合格率达到90%",
        "查档群众满意度达到96%",
    ],
)
def test_what_a_goal_reaches_may_differ_from_its_indicator(goal: str) -> None:
    assert not findings_in(GOAL.replace("完成馆藏档案数字化60万页", goal), "X-22")


HALVES = """
| 项目支出绩效目标申报表 | < | < | < | < | < | < |
| （2025年度） | < | < | < | < | < | < |
| 项目名称 | 食品快速检测 | < | < | < | < | < |
| 主管部门及代码 | 临川市市场监督管理局 | < | < | 实施单位 | 城东监管所 | < |
| 项目属性 | 延续项目 | < | < | 项目期 | 3年 | < |
| 项目资金（万元） | 中期资金总额： | < | 1800 | 年度资金总额： | < | 620 |
| ^ | 其中：中央补助 | < | {central} | 其中：中央补助 | < | 400 |
| ^ | 地方资金 | < | 600 | 地方资金 | < | 220 |
| 总体目标 | 中期目标（2025年—2027年） | < | < | 年度目标 | < | < |
| ^ | 检测3.6万批次 | < | < | 检测1.2万批次 | < | < |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 检测批次 | ≥3.6万批次 | 检测批次 | ≥1.2万批次 |
| ^ | ^ | 成本指标 | 单批次成本 | ≤60元/批次 | 单批次成本 | ≥60元/批次 |
"""


def test_two_halves_may_share_their_second_level_and_name_levels_of_government() -> None:
    text = HALVES.format(central=1200)
    form = _read(text).forms[0]
    funds = ("period_central", "period_local", "annual_central", "annual_local")
    assert [str(form.fields[name]) for name in funds] == ["1200", "600", "400", "220"]
    assert [row["level2"] for row in form.tables["annual_indicators"]] == ["数量指标", "成本指标"]
    assert not findings_in(text, "F-09")
    assert [one.cell for one in findings_in(text, "Q-10")] == ["G13"]
    assert not findings_in(text, "A-01")
    assert [one.cell for one in findings_in(HALVES.format(central=1300), "A-01")] == ["D6"]


REACHED = MONITORING.replace("| 96% | 96% |", "| {progress} | {forecast} |")


@pytest.mark.parametrize(
    ("progress", "forecast", "reported"),
    [("93%", "95%", 0), ("193%", "95%", 1), ("93%", "115%", 1), ("100%", "100%", 0)],
)
def test_shares_reached_so_far_are_no_more_than_all(
    progress: str, forecast: str, reported: int
) -> None:
    text = REACHED.replace("巡护到位率", "群众满意度")
    text = text.format(title="2025年项目绩效监控表", progress=progress, forecast=forecast)
    assert len(findings_in(text, "A-28")) == reported


@pytest.mark.parametrize(
    "outcome",
    ["与临川市博物馆联合办展2次", "接收临川市水利局移交档案300卷", "获临川市人民政府通报表扬"],
)
def test_what_was_reached_may_name_other_bodies(outcome: str) -> None:
    text = EVALUATION + (
        "| 年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | < |\n"
        f"| ^ | 开馆310天 | < | < | < | {outcome} | < | < | < |\n"
    )
    assert not findings_in(text, "X-20")


LIST = """
| 2025年部门预算项目支出绩效目标表 | < | < | < | < | < | < | < | < | < | < |
| 单位名称 | 项目名称 | 预算金额 | 年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 \
| 指标值 | 度量单位 | 权重 |
| 临川市供销社 | 储备贴息 | 180 | 储备化肥 | 产出指标 | 数量指标 | 储备数量 | ≥ | 60 | 吨 | 50 |
| ^ | ^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 农户满意度 | ≥ | 90 | % | {weight} |
"""


@pytest.mark.parametrize(("weight", "reported"), [(40, 0), (50, 0), (45, 1)])
def test_weights_of_a_list_add_up(weight: int, reported: int) -> None:
    assert len(findings_in(LIST.format(weight=weight), "A-17")) == reported


@pytest.mark.parametrize(
    "title",
    ["临川市档案馆2025年度项目支出绩效目标申报表", "临川市城东街道办事处2025年预算绩效目标申报表"],
)
def test_a_title_may_begin_with_the_name_of_a_unit(title: str) -> None:
    text = HEAD.format(title=title, above="填报单位：临川市档案馆")
    assert _read(text).forms[0].title == title
    assert _read(text).year == 2025
    assert not findings_in(text, "F-10")
