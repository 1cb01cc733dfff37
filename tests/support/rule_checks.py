"""Runs of rules on grids in the notation and on the samples, for the tests of rules."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from xlform.checking.runner import CheckResult, check
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.grid.notation import parse
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "云田镇.xlsx"
DISTRICT = sorted((SAMPLES / "district").glob("*.xlsx"))
TEMPLATES = load_templates(templates_folder())
WORDS = load_words(templates_folder() / "words")
HEAD = """
| 支出方向（子项） | 植树绿化 | 所属专项 | 名称     | 绿化         |          |
| 年度绩效指标     | 一级指标 | 二级指标 | 三级指标 | 指标值及单位 | 绩效标准 |
"""


def run_rules(grid: Grid, source: Source, codes: str) -> CheckResult:
    """Run the rules whose codes begin with ``codes`` on a grid."""
    submission = read_grid(grid, source, TEMPLATES)
    context = RuleContext({template.name: template for template in TEMPLATES}, grid, None, WORDS)
    rules = [rule for rule in all_rules() if rule.code.startswith(codes)]
    found = check(submission, context, rules, {})
    crashed = [skipped.because for skipped in found.not_asked if skipped.reason == "crashed"]
    assert not crashed, crashed
    return found


def findings_in(text: str, codes: str) -> list[Finding]:
    """Return the findings in a grid written in the notation."""
    return list(run_rules(parse(text), Source("x.xlsx", "xlsx", ""), codes).findings)


@lru_cache(maxsize=32)
def findings_in_file(path: Path, codes: str) -> tuple[Finding, ...]:
    """Return the findings in a workbook."""
    source, grid = read_file(path)
    return run_rules(grid, source, codes).findings


def cells_of(found: tuple[Finding, ...] | list[Finding], code: str) -> list[str]:
    """Return the cells of a rule's findings, in their order."""
    return [f"{finding.sheet}!{finding.cell}" for finding in found if finding.code == code]


def indicator_form(level2: str, name: str, target: str, standard: str = "计划标准") -> str:
    """Return a form with one indicator."""
    return f"{HEAD}| ^ | 产出指标 | {level2} | {name} | {target} | {standard} |\n"


def goal_form(text: str) -> str:
    """Return a form with one goal."""
    return (
        f"\n| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |\n| 年度绩效目标 | {text} | | | |\n"
    )
