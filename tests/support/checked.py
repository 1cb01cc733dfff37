"""A small submission checked, with findings of every sort, for the tests of reports."""

from __future__ import annotations

from collections.abc import Iterable

from xlform.checking.baseline import Changes
from xlform.checking.runner import CheckResult
from xlform.grid.notation import parse
from xlform.model.findings import Finding, NotAsked
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.report.checked_file import CheckedFile
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

SHEETS = r"""
@sheet 附表3-1
| 2023年区级专项资金支出方向绩效目标表 | < | < | < | < | < |
| 填报单位：（盖章）青禾镇 | < | < | < | 金额单位：万元 | < |
| 支出方向（子项） | 社区环境整治 | < | 所属专项 | 名称 | 社区经费 |
| 项目金额 |  | < | ^ | 金额 | 450 |
| 项目实施期 | 2023.01.01-2023.12.31 | < | < | < | < |
| 实施期绩效目标 | 办好民生实事，营造宜居的社区环竟 | < | < | < | < |
| 年度绩效目标 | 办好民生实事 | < | < | < | < |
| 年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
| ^ | 产出指标 | 数量指标 | 涉及社区数量 | ≥9个 | 计划标准 |
| ^ | ^ | 成本指标 |  |  |  |
| 支出明细及测算说明 | 支出内容简介 | 支出明细 | 金额 | 支出测算依据及过程说明 | < |
| ^ | 运转经费 | 办公用房 | 90 | 水电、会议、培训和办公用品等，9个社区9*11（万元/社区）=90万元 | < |
| ^ | 人员经费 | 工资及社保 | 360 | 12月*30=360万元 | < |
| ^ | 合  计 | < | =SUM(D12:D13) → 450 |  | < |
"""
SHEET = "附表3-1"


def finding(code: str, cell: str, message: str, **more: object) -> Finding:
    """Return a finding on the sheet, with the id the runner gives it."""
    values: dict[str, object] = {
        "name": "some-rule", "severity": "error", "sheet": SHEET, "id": f"{code}/{SHEET}/{cell}",
        **more,
    }  # fmt: skip
    return Finding(code=code, cell=cell, message=message, **values)  # type: ignore[arg-type]


FINDINGS = (
    finding("C-01", "", "缺少附表2。", sheet="", id="C-01", help="请补报附表2。"),
    finding("F-01", "", "没有附表号。", severity="info"),
    finding("C-02", "B4", "“项目金额”没有填。", help="请补填“项目金额”。"),
    finding("T-01", "B6", "“环竟”疑为“环境”。", severity="warning", expected="环境", actual="环竟"),
    finding("C-04", "D10", "成本指标一行空着。", severity="warning", help="请写明无或不适用。"),
    finding(
        "A-07", "E12", "算式不成立。", expected="99", actual="9*11（万元/社区）=90",
        help="请改正算式。",
    ),
    finding("X-13", "E12", "单价与指标不一致。", severity="info"),
)  # fmt: skip
NOT_ASKED = (
    NotAsked("A-16", "not-applicable", "报送件中没有这种表：自评表"),
    NotAsked("X-05", "undetermined", "少一个数", SHEET, "B4"),
    NotAsked("X-05", "undetermined", "少一个数", SHEET, "D12"),
    NotAsked("X-05", "undetermined", "少一个数", SHEET, "D13"),
    NotAsked("X-05", "undetermined", "少一个数", SHEET, "D14"),
    NotAsked("T-07", "ignored", "按设定不核对：不影响审核"),
    NotAsked("Q-01", "not-selected", "这次没有选它"),
)


def checked_file(
    findings: Iterable[Finding] = FINDINGS,
    not_asked: Iterable[NotAsked] = NOT_ASKED,
    *,
    sheets: str = SHEETS,
    changes: Changes | None = None,
) -> CheckedFile:
    """The submission written in the notation, with these findings."""
    templates = load_templates(templates_folder())
    grid = parse(sheets)
    source = Source("青禾镇.xlsx", "xlsx", "0" * 64)
    submission = read_grid(grid, source, templates)
    context = RuleContext({template.name: template for template in templates}, grid)
    checked = CheckResult(tuple(findings), tuple(not_asked))
    return CheckedFile("报送/青禾镇.xlsx", submission, checked, context, changes)
