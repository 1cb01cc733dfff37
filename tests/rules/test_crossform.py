"""X-03 … X-12, X-15, X-16, X-19: errors of the sample, correct parts, near misses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xlform.checking.runner import CheckResult, check
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.grid.notation import dump, parse
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.crossform.similarity import bigrams, normalize, similarity
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
DISTRICT = sorted((SAMPLES / "district").glob("*.xlsx"))
CODES = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "15", "16", "19"]
RULES = [rule for rule in all_rules() if rule.code in {f"X-{code}" for code in CODES}]
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
# Cells of the sample by rule: the defects of the submission it is made from, and no others.
EXPECTED: dict[str, list[str]] = {
    "X-04": ["附表2!D6", "附表2!E6", "附表2!D7", "附表2!E7", "附表2!D8", "附表2!E8", "附表2!D9"],
    "X-05": [
        "附表3-1!D22",
        "附表3-2!D20",
        "附表3-3!D20",
        "附表3-3!D26",
        "附表3-4!D21",
        "附表3-4!D26",
    ],
    "X-06": ["附表1!D13", "附表1!D14", "附表1!D15"],
    "X-07": ["附表3-2!B4", "附表3-3!B4", "附表3-4!B4"],
    "X-08": [
        "附表1!C12",
        "附表1!C14",
        "附表1!D14",
        "附表1!C15",
        "附表2!D8",
        "附表2!E8",
        "附表3-3!B4",
    ],
    "X-11": ["附表3-3!D17"],
    "X-12": ["附表1!E28"],
    "X-15": [
        "附表3-1!C22",
        "附表3-1!C23",
        "附表3-1!C24",
        "附表3-1!C26",
        "附表3-3!C20",
        "附表3-3!C21",
        "附表3-3!C22",
        "附表3-3!C23",
        "附表3-4!C21",
    ],
    "X-16": ["附表3-1!D11", "附表3-1!D12", "附表3-3!D11"],
    "X-19": ["附表2!E6"],
}


def checked(grid: Grid, name: str = "云田镇.xlsx", tables: bool = False) -> CheckResult:  # noqa: FBT001, FBT002  (a test's switch)
    submission = read_grid(grid, Source(name, "xlsx", ""), TEMPLATES)
    aliases = [{"fund": "社区经费", "direction": "社区人员经费、基层政权和社区建设支出经费"}]
    data = {"direction-aliases": aliases} if tables else {}
    return check(
        submission,
        RuleContext({template.name: template for template in TEMPLATES}, grid, None, WORDS, data),
        RULES,
        {},
    )


def cells(found: CheckResult | list[Finding], code: str) -> list[str]:
    findings = found.findings if isinstance(found, CheckResult) else found
    return [f"{finding.sheet}!{finding.cell}" for finding in findings if finding.code == code]


@pytest.fixture(scope="module")
def sample() -> str:
    return dump(read_file(SAMPLES / "云田镇.xlsx")[1])


@pytest.fixture(scope="module")
def of_sample(sample: str) -> CheckResult:
    return checked(parse(sample))


@pytest.fixture
def spoilt(sample: str) -> Callable[..., CheckResult]:
    """The sample checked once a text in it, which occurs exactly once, is replaced."""

    def spoil(*changes: tuple[str, str]) -> CheckResult:
        text = sample
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
            text = text.replace(old, new)
        return checked(parse(text))

    return spoil


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_sample_has_findings_where_it_is_wrong_and_nowhere_else(
    of_sample: CheckResult, rule: object
) -> None:
    code = str(getattr(rule, "code", ""))
    assert sorted(cells(of_sample, code)) == sorted(EXPECTED.get(code, []))


def test_nothing_is_stated_twice(of_sample: CheckResult) -> None:
    said = [(finding.code, finding.sheet, finding.cell) for finding in of_sample.findings]
    assert len(said) == len(set(said))
    assert [skipped for skipped in of_sample.not_asked if skipped.reason == "crashed"] == []


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_has_no_errors_and_no_warnings(path: Path) -> None:
    found = checked(read_file(path)[1], path.name)
    grave = [
        f"{finding.code} {finding.sheet}!{finding.cell} {finding.message}"
        for finding in found.findings
        if finding.severity != "info"
    ]
    assert grave == []
    assert {finding.code for finding in found.findings} <= {"X-05", "X-07"}
    assert [skipped for skipped in found.not_asked if skipped.reason == "crashed"] == []


#


def test_an_item_called_otherwise_is_missing_on_both_sides(
    spoilt: Callable[..., CheckResult],
) -> None:
    found = spoilt(
        ("| 社区经费                                 | 9个社区", "| 社区工作经费 | 9个社区")
    )
    assert cells(found, "X-03") == ["附表1!B13", "附表2!B7"]


def test_items_in_another_order_are_reported_at_the_first() -> None:
    grid = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | 按支出性质分  | <        |
| 年度重点工作计划     | 事项         | 责任单位/科室 | 工作目标 |
| ^                    | 社区经费     | 社区          | 社区运转 |
| ^                    | 环境整治专项 | 农办          | 环境改善 |
| ^                    | 招商引资     | 经济办        | 引进企业 |
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
| 一   | 环境整治专项 | 95.00  | 环境改善       | 环境改善     |
| 二   | 社区经费     | 450.00 | 社区运转       | 社区运转     |
"""
    found = [finding for finding in checked(parse(grid)).findings if finding.code == "X-03"]
    assert [(finding.cell, finding.expected) for finding in found] == [
        ("B3", "环境整治专项"),
        ("B5", ""),
    ]


def test_without_a_row_of_the_work_plan_nothing_is_compared() -> None:
    grid = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | <      | 按支出性质分 | <      |
| ^                    |              |        | 项目支出     | 545.00 |
@sheet 附表2
| 序号 | 名称         | 金额   | 实施期绩效目标 | 年度绩效目标 |
| 一   | 环境整治专项 | 545.00 | 环境改善       | 环境改善     |
"""
    found = checked(parse(grid))
    assert cells(found, "X-03") == []
    assert [one.reason for one in found.not_asked if one.code == "X-03"] == ["not-applicable"]


# what counts as the same text


def test_punctuation_and_width_make_no_difference() -> None:
    assert normalize("开展民生工作，维护社会稳定.") == normalize("开展民生工作,维护 社会稳定。")
    assert normalize("≥90%") != normalize("90%")


@pytest.mark.parametrize(
    ("text", "other", "percent"),
    [
        ("维护社会稳定", "维护社会稳定。", 100),
        ("维护社会稳定", "维护社会安定", 60),
        ("维护社会稳定", "道路清扫保洁", 0),
        ("", "", 100),
        ("好", "好", 100),
        ("好", "坏", 0),
    ],
)
def test_likeness(text: str, other: str, percent: int) -> None:
    assert similarity(text, other) == similarity(other, text) == percent


def test_a_goal_that_differs_by_its_full_stop_is_the_same(of_sample: CheckResult) -> None:
    assert "附表2!E9" not in cells(of_sample, "X-04")


def test_a_goal_changed_by_a_word_is_reported_with_its_likeness(
    spoilt: Callable[..., CheckResult],
) -> None:
    found = spoilt(
        ("守护群众生命和财产安全，保持社会大局稳定 |", "守护群众生命安全，保持社会大局稳定 |")
    )
    assert "附表2!E9" in cells(found, "X-04")
    (finding,) = [
        finding for finding in found.findings if finding.code == "X-04" and finding.cell == "E9"
    ]
    assert "附表3-4" in finding.message
    assert "相似度 9" in finding.message


#


def test_amounts_converted_from_yuan_have_no_format_of_their_own() -> None:
    found = checked(read_file(SAMPLES / "district" / "应急管理局.xlsx")[1], "应急管理局.xlsx")
    assert cells(found, "X-05") == []


#


def test_an_alias_agreed_on_is_no_question(sample: str) -> None:
    assert cells(checked(parse(sample), tables=True), "X-07") == ["附表3-3!B4", "附表3-4!B4"]


#


@pytest.mark.parametrize(
    ("name", "violation"),
    [
        ("云田镇.xlsx", False),
        ("2023年绩效目标（云田镇）最终版(2).xlsx", False),
        ("附表.xlsx", False),
        ("石峰区云田镇人民政府.xlsx", False),
        ("松塘镇.xlsx", True),
        ("株洲市石峰区松塘镇人民政府.xlsx", True),
        ("区财政局退云田镇.xlsx", False),
    ],
)
def test_the_file_name_is_taken_loosely(sample: str, name: str, violation: bool) -> None:  # noqa: FBT001  (what is expected)
    found = [finding for finding in checked(parse(sample), name).findings if finding.code == "X-08"]
    assert bool([finding for finding in found if not finding.sheet]) is violation


def test_short_names_of_offices_are_known() -> None:
    grid = read_file(SAMPLES / "district" / "住房和城乡建设局.xlsx")[1]
    for name in ("住建局.xlsx", "石峰区住建局2023.xlsx"):
        assert cells(checked(grid, name), "X-08") == []


def test_another_unit_in_one_form(spoilt: Callable[..., CheckResult], sample: str) -> None:
    own = "| 部门名称                     | 株洲市石峰区云田镇人民政府"
    found = spoilt((own, "| 部门名称 | 株洲市石峰区松塘镇人民政府"))
    assert "附表1!B4" in cells(found, "X-08")
    bracket = sample.replace("株洲市石峰区云田镇人民政府", "株洲市石峰区云田镇人民政府（本级）")
    again = bracket.replace("云田镇人民政府（本级）", "云田镇人民政府(本级)", 1)
    assert sorted(cells(checked(parse(again)), "X-08")) == sorted(EXPECTED["X-08"])


TEXT = """
| 填报单位：{unit} |          |          |      |          |
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费 |
| 项目金额         | 45.00    | ^        | 金额 | 45.00    |
| 年度绩效目标     | {text}   | <        | <    | <        |
"""


@pytest.mark.parametrize(
    ("unit", "text", "violation"),
    [
        ("云田镇人民政府", "为街道各项工作提供保障", True),
        ("云田镇人民政府", "提升服务，街道党建再上台阶", True),
        ("云田镇人民政府", "街道两侧绿化带修剪", False),
        ("云田镇人民政府", "清扫主街道12条", False),
        ("云田镇人民政府", "与田心街道共建共享", False),
        ("云田镇人民政府", "集镇街道、道路保洁", False),
        ("柳岸街道办事处", "为街道各项工作提供保障", False),
        ("柳岸街道办事处", "完成镇党委交办的工作", True),
        ("柳岸街道办事处", "推进城镇老旧小区改造", False),
        ("区教育局", "联合街道开展宣传", False),
    ],
)
def test_what_a_unit_calls_itself(unit: str, text: str, violation: bool) -> None:  # noqa: FBT001  (what is expected)
    found = checked(parse(TEXT.format(unit=unit, text=text)), "附表.xlsx")
    assert cells(found, "X-08") == (["Sheet1!B4"] if violation else [])


#


def test_another_year_in_a_title(spoilt: Callable[..., CheckResult]) -> None:
    found = spoilt(("| 2023年区级专项资金绩效目标汇总表 |", "| 2022年区级专项资金绩效目标汇总表 |"))
    assert cells(found, "X-09") == ["附表2!A2"]


DATES = """
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < | < |
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称     | 环境整治专项   |          |
| 项目实施期       | {period} | <        | <        | <              | <        |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位   | 绩效标准 |
| ^                | 产出指标 | 时效指标 | 完成时限 | {day}          | 计划标准 |
"""


@pytest.mark.parametrize(
    ("period", "day", "codes"),
    [
        ("2023.01.01-2023.12.31", "2023年底", []),
        ("2023.01.01-2023.12.31", "每季度末前", []),
        ("2023.01.01-2023.12.31", "2022年12月底前", ["X-09"]),
        ("2022.01.01-2022.12.31", "2023年底", ["X-09", "X-10"]),
        ("2023.03.01-2023.06.30", "2023年9月底前", ["X-10"]),
        ("2023.03.01-2023.06.30", "2023年1月15日前", ["X-10"]),
        ("2023.01.01-2025.12.31", "2024年6月底前", []),
        ("3年", "2023年底", []),
    ],
)
def test_years_and_deadlines(period: str, day: str, codes: list[str]) -> None:
    found = checked(parse(DATES.format(period=period, day=day)))
    assert (
        sorted(finding.code for finding in found.findings if finding.code in {"X-09", "X-10"})
        == codes
    )


def test_a_deadline_is_reported_once(spoilt: Callable[..., CheckResult]) -> None:
    found = spoilt(
        ("人居环境宣传及保洁               | 2023年年底之前", "人居环境宣传及保洁 | 2024年底")
    )
    assert cells(found, "X-09") == ["附表3-1!E14"]
    assert cells(found, "X-10") == []


#


def test_a_longer_name_is_another_indicator(of_sample: CheckResult) -> None:
    """居民生活幸福指数 of 附表3-1 is not 居民幸福指数, and 完成时限 stands twice in one level."""
    assert cells(of_sample, "X-11") == ["附表3-3!D17"]


def test_satisfaction_level_with_the_weakest(spoilt: Callable[..., CheckResult]) -> None:
    assert cells(spoilt(("98%以上", "90%以上")), "X-12") == []
    assert cells(spoilt(("98%以上", "91%以上")), "X-12") == ["附表1!E28"]


#


def test_generic_words_make_no_match() -> None:
    generic = WORDS["generic-nouns"]
    assert not bigrams("环境整治费用", generic)
    assert bigrams("人居环境宣传", generic) == {"人居", "宣传"}
    assert not bigrams("0.5万元/次", generic)


def test_how_much_is_uncovered_is_reported(of_sample: CheckResult) -> None:
    said = {
        finding.sheet: finding.message for finding in of_sample.findings if finding.code == "X-15"
    }
    assert "36 万元中共有 22 万元" in said["附表3-3"]
    assert "95 万元中共有 85 万元" in said["附表3-1"]


def test_a_form_without_output_indicators_is_not_reported_line_by_line() -> None:
    grid = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费 |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 90   | 9个      |
"""
    assert cells(checked(parse(grid)), "X-15") == []


def test_a_promise_that_is_measured(spoilt: Callable[..., CheckResult]) -> None:
    """旅游 counts as measured once an indicator of that fund names it."""
    found = spoilt(("| 居民生活幸福指数                 | 提高", "| 乡村旅游接待人次 | ≥2000人次"))
    assert cells(found, "X-19") == []


FILED_BY_AUTHORITY = """
@sheet 申报
| 项目支出绩效目标申报表   | <              | <        | <            |
| 填报单位：FILER          | <              | <        | 金额单位：万元 |
| 项目名称                 | 供水管网延伸   | <        | <            |
| 主管部门                 | 甲县水务局     | 实施单位 | 甲县供水中心 |
| 项目资金                 | 年度资金总额   | 10       | <            |
| 年度绩效目标             | 延伸管网42公里 | <        | <            |
| 一级指标                 | 二级指标       | 三级指标 | 指标值       |
| 产出指标                 | 数量指标       | 延伸管网 | ≥42公里      |
"""


@pytest.mark.parametrize(
    ("filer", "seen"), [("甲县水务局", []), ("甲县供水中心", []), ("乙县水务局", ["A2"])]
)
def test_an_authority_may_file_the_form_of_a_unit_below_it(filer: str, seen: list[str]) -> None:
    found = checked(parse(FILED_BY_AUTHORITY.replace("FILER", filer)), "申报.xlsx").findings
    assert [finding.cell for finding in found if finding.code == "X-08"] == seen
