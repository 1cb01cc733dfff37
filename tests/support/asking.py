"""Rules asked of grids in the notation and of the samples, for the tests of rules."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from xlform.checking.runner import CheckResult, check
from xlform.formats.source import read_file
from xlform.grid.model import Grid
from xlform.grid.notation import parse
from xlform.model.findings import Finding
from xlform.model.submission import Source
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.context import RuleContext
from xlform.rules.words import load_words
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


def asked(grid: Grid, source: Source, codes: str) -> CheckResult:
    """What the rules whose codes begin so find in a grid."""
    submission = read_grid(grid, source, TEMPLATES)
    context = RuleContext({template.name: template for template in TEMPLATES}, grid, None, WORDS)
    rules = [rule for rule in all_rules() if rule.code.startswith(codes)]
    found = check(submission, context, rules, {})
    crashed = [one.because for one in found.not_asked if one.reason == "crashed"]
    assert not crashed, crashed
    return found


def found_in(text: str, codes: str) -> list[Finding]:
    """The findings in a grid written in the notation."""
    return list(asked(parse(text), Source("x.xlsx", "xlsx", ""), codes).findings)


@lru_cache(maxsize=32)
def found_in_file(path: Path, codes: str) -> tuple[Finding, ...]:
    """The findings in a workbook."""
    source, grid = read_file(path)
    return asked(grid, source, codes).findings


def places(found: tuple[Finding, ...] | list[Finding], code: str) -> list[str]:
    """Where a rule found something, in the order told."""
    return [f"{one.sheet}!{one.cell}" for one in found if one.code == code]


def line(level2: str, name: str, target: str, standard: str = "计划标准") -> str:
    """A form with one indicator."""
    return f"{HEAD}| ^ | 产出指标 | {level2} | {name} | {target} | {standard} |\n"


def goal(text: str) -> str:
    """A form with one goal."""
    return (
        f"\n| 支出方向（子项） | 植树 | 所属专项 | 名称 | 绿化 |\n| 年度绩效目标 | {text} | | | |\n"
    )
