"""A-01 … A-06, A-12 … A-15: on the samples, on figures spoilt by hand, and on near misses."""

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
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
DISTRICT = sorted((SAMPLES / "district").glob("*.xlsx"))
CODES = ("A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-12", "A-13", "A-14", "A-15", "A-20")
BETWEEN = ("X-01", "X-02")
RULES = [rule for rule in all_rules() if rule.code in (*CODES, *BETWEEN)]
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")


def checked(grid: Grid) -> CheckResult:
    submission = read_grid(grid, Source("云田镇.xlsx", "xlsx", ""), TEMPLATES)
    context = RuleContext({template.name: template for template in TEMPLATES}, grid, None, WORDS)
    return check(submission, context, RULES, {})


def reported(found: CheckResult) -> list[tuple[str, str]]:
    return [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in found.findings]


@pytest.fixture(scope="module")
def sample() -> str:
    return dump(read_file(SAMPLES / "云田镇.xlsx")[1])


@pytest.fixture
def spoilt(sample: str) -> Callable[..., list[Finding]]:
    """The findings once a text of the sample, which occurs exactly once, is replaced."""

    def spoil(*changes: tuple[str, str]) -> list[Finding]:
        text = sample
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
            text = text.replace(old, new)
        kept = {("A-13", "E20")}
        findings = checked(parse(text)).findings
        return [finding for finding in findings if (finding.code, finding.cell) not in kept]

    return spoil


def places(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, f"{finding.sheet}!{finding.cell}") for finding in findings]


def test_the_sample_adds_up_but_for_a_bare_zero(sample: str) -> None:
    assert reported(checked(parse(sample))) == [("A-13", "附表1!E20")]


@pytest.mark.parametrize("path", DISTRICT, ids=lambda path: path.stem)
def test_the_district_adds_up(path: Path) -> None:
    """Stacked, shifted, unmerged, in 元, with subtotals, with text for numbers: all the same."""
    found = checked(read_file(path)[1])
    assert reported(found) == []
    unclear = [
        skipped for skipped in found.not_asked if skipped.reason in {"undetermined", "crashed"}
    ]
    assert unclear == []


def test_the_total_is_reported_at_its_own_cell(spoilt: Callable[..., list[Finding]]) -> None:
    (first, second) = spoilt(("资金总额：1056.40", "资金总额：1065.40"))
    assert (first.code, first.sheet, first.cell) == ("A-01", "附表1", "B5")
    assert (second.code, second.cell) == ("A-02", "B5")
    assert (first.expected, first.actual) == ("1056.40", "1065.40")
    assert "差额 +9.00 万元" in first.message
    assert "一般公共预算拨款 1056.40 + 政府性基金拨款 0.00 + 其他资金 0.00" in first.message


def test_a_typed_over_total_of_the_summary(spoilt: Callable[..., list[Finding]]) -> None:
    """Reported once: the rows still add up to the department's amount, so X-01 finds nothing."""
    found = spoilt(("=SUM(C6:C9) → 611.00", "601.00"))
    assert places(found) == [("A-03", "附表2!C5")]
    assert found[0].expected == "611.00"
    assert "95.00+450.00+36.00+30.00" in found[0].message


def test_a_total_that_misses_a_row(spoilt: Callable[..., list[Finding]]) -> None:
    found = spoilt(("=SUM(D22:D26) → 95.00", "=SUM(D22:D25) → 65.00"))
    assert places(found) == [("A-04", "附表3-1!D27")]
    assert (found[0].expected, found[0].actual) == ("95", "65.00")


def test_an_amount_that_its_details_do_not_make(spoilt: Callable[..., list[Finding]]) -> None:
    found = spoilt(("| 项目金额                                 | 95.00 ", "| 项目金额 | 59.00 "))
    assert places(found) == [("A-05", "附表3-1!B5"), ("A-06", "附表3-1!F5")]


def test_a_cost_indicator_left_behind_by_the_budget(spoilt: Callable[..., list[Finding]]) -> None:
    found = spoilt(("445.40万元\\n611.00万元", "445.40万元\\n601.00万元"))
    assert places(found) == [("A-12", "附表1!E22")]
    assert (found[0].expected, found[0].actual) == ("611.00", "601.00")


def test_a_row_of_the_summary_that_no_direction_makes(
    spoilt: Callable[..., list[Finding]],
) -> None:
    found = spoilt(
        ("| 36.00                | 为街道各条线", "| 63.00 | 为街道各条线"),
        ("=SUM(C6:C9) → 611.00", "=SUM(C6:C9) → 638.00"),
        ("='附表2'!C8 → 36.00", "36.00"),
    )
    assert ("X-02", "附表2!C8") in places(found)
    assert ("X-01", "附表2!C5") in places(found)
    assert not {"A-03", "A-05", "A-06"} & {finding.code for finding in found}


def test_directions_of_one_fund_are_reported_once() -> None:
    grid = """
@sheet 附表3-1
| 支出方向（子项） | 中心运营   | 所属专项 | 名称 | 养老服务  |
| 项目金额         | 120.00     | ^        | 金额 | 190.00    |
| 项目实施期       | 2023年     | <        | <    | <         |
@sheet 附表3-2
| 支出方向（子项） | 适老化改造 | 所属专项 | 名称 | 养 老服务 |
| 项目金额         | 60.00      | ^        | 金额 | 190.00    |
| 项目实施期       | 2023年     | <        | <    | <         |
"""
    assert reported(checked(parse(grid))) == [("A-06", "附表3-1!E2")]
    other = grid.replace("| 60.00      | ^        | 金额 | 190.00", "| 60.00 | ^ | 金额 | 180.00")
    assert reported(checked(parse(other))) == [("A-06", "附表3-1!E2")], "180 is right in the second"


def test_a_missing_amount_is_reported_as_not_run() -> None:
    grid = """
| 支出方向（子项）   | 社区办公     | 所属专项 | 名称 | 社区经费   |
| 项目金额           |              | ^        | 金额 | 90.00      |
| 项目实施期         | 2023年       | <        | <    | <          |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 |
| ^                  | 运转经费     | 办公费   | 待定 | 9个        |
| ^                  | 合计         | <        | 0    |            |
"""
    found = checked(parse(grid))
    assert found.findings == ()
    unclear = {skipped.code for skipped in found.not_asked if skipped.reason == "undetermined"}
    assert unclear == {"A-04", "A-05", "A-06"}


INDICATOR = """
| 年度预算申请（万元） | 按收入性质分 | <        | 按支出性质分 | <            |
| 年度绩效指标         | 一级指标     | 二级指标 | 三级指标     | 指标值及单位 |
| ^                    | 产出指标     | 质量指标 | {name}       | {target}     |
"""


@pytest.mark.parametrize(
    ("name", "target", "codes"),
    [
        ("覆盖率", "≥100%", []),
        ("覆盖率", "≥101%", ["A-13"]),
        ("集体收入增长率", "≥150%", []),
        ("火灾损失下降", "≥-5%", []),
        ("合格率", "90%-120%", ["A-13"]),
        ("事故发生率", "'0", ["A-13"]),
        ("事故发生率", "'0%", ["A-13"]),
        ("事故发生率", "=0%", []),
        ("事故发生率", "≤0", []),
        ("事故起数", "'0", []),
        ("培训人数", "≥2.5人", ["A-14"]),
        ("培训人数", "≥2人", []),
        ("受益群众", "≥1.5万人", []),
        ("修复长度", "≥2.5公里", []),
    ],
)
def test_targets_that_can_and_can_not_be(name: str, target: str, codes: list[str]) -> None:
    found = checked(parse(INDICATOR.format(name=name, target=target)))
    assert [finding.code for finding in found.findings] == codes
    assert all(finding.cell == "E3" for finding in found.findings)


AMOUNT = """
| 支出方向（子项） | 村庄清洁 | 所属专项 | 名称 | 人居环境       |
| {unit}           |          |          |      |                |
| 项目金额         | {amount} |          | 备注 |                |
| 项目实施期       | 2023年   | <        | <    | <              |
"""


@pytest.mark.parametrize(
    ("unit", "amount", "codes"),
    [
        ("金额单位：万元", "9.12", []),
        ("金额单位：万元", "9.120", []),
        ("金额单位：万元", "9.123", ["A-14"]),
        ("金额单位：元", "91230.55", []),
        ("金额单位：元", "91230.555", ["A-14"]),
        ("金额单位：万元", "-9.12", ["A-14"]),
        ("金额单位：万元", "0", []),
    ],
)
def test_amounts_that_can_and_can_not_be(unit: str, amount: str, codes: list[str]) -> None:
    found = checked(parse(AMOUNT.format(unit=unit, amount=amount)))
    assert [(finding.code, finding.cell) for finding in found.findings] == [
        (code, "B3") for code in codes
    ]


FORMS = """
@sheet 附表1
| 年度预算申请（万元） | 按收入性质分 | < | 按支出性质分   | <       |
| ^                    |              |   | 其中：基本支出 | 445.40  |
| ^                    |              |   | 项目支出       | {whole} |
@sheet 附表2
| 序号 | 名称         | 金额    | 实施期绩效目标 | 年度绩效目标 |
|      | 合计         | {total} |                |              |
| 一   | 环境整治专项 | {first} | 环境改善       | 环境改善     |
| 二   | 社区经费     | {other} | 社区运转       | 社区运转     |
@sheet 附表3-1
| 支出方向（子项） | 垃圾清运 | 所属专项 | 名称 | 环境整治专项 |
| 项目金额         | {own}    | ^        | 金额 | {own}        |
| 项目实施期       | 2023年   | <        | <    | <            |
@sheet 附表3-2
| 支出方向（子项） | 社区办公 | 所属专项 | 名称 | 社区经费     |
| 项目金额         | 450      | ^        | 金额 | 450          |
| 项目实施期       | 2023年   | <        | <    | <            |
"""
RIGHT = {"whole": "545", "total": "545", "first": "95", "other": "450", "own": "95"}


@pytest.mark.parametrize(
    ("wrong", "places_told"),
    [
        ({}, []),
        ({"own": "950000"}, ["附表3-1!B2"]),
        ({"own": "0.0095"}, ["附表3-1!B2"]),
        ({"whole": "5450000"}, ["附表1!E3"]),
        ({"total": "5450000", "first": "950000", "other": "4500000"}, ["附表2!C2"]),
    ],
)
def test_one_form_in_another_unit_is_reported_once(
    wrong: dict[str, str], places_told: list[str]
) -> None:
    found = checked(parse(FORMS.format(**(RIGHT | wrong))))
    errors = [finding for finding in found.findings if finding.severity == "error"]
    assert [(item.code, f"{item.sheet}!{item.cell}") for item in errors] == [
        ("A-15", place) for place in places_told
    ]
    if places_told:
        stopped = {
            skipped.code for skipped in found.not_asked if skipped.reason == "required-failed"
        }
        assert stopped == {"X-01", "X-02"}, "told by A-15, and said to be left aside"


def test_a_tenfold_slip_is_no_unit() -> None:
    found = checked(parse(FORMS.format(**(RIGHT | {"own": "950"}))))
    assert reported(found) == [("X-02", "附表2!C3")]
