"""H-04, H-07, H-08: formulas that show an error, read themselves, or read another file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from xlform.formula.audit.inconsistencies import Confidence
from xlform.formula.audit.stale import stored_result
from xlform.formula.graph import DependencyGraph
from xlform.formula.intervals import CellKey
from xlform.formula.references import Unresolved
from xlform.formula.relative import relative_formula
from xlform.grid.address import cell_name
from xlform.grid.model import CellError, Grid
from xlform.messages import listed
from xlform.model.findings import Severity
from xlform.model.submission import Submission
from xlform.rules.context import RuleContext
from xlform.rules.kernel import Text, Violation, register
from xlform.rules.workbook.rule import (
    WorkbookRule,
    confidence_text,
    entry,
    graph_of,
    place_of,
)

# These come of a formula that can't be right; the others may come of cells not filled in yet.
_BROKEN = frozenset({"#REF!", "#NAME?", "#NULL!"})
_BEYOND_SOME = frozenset({"table", "dynamic", "external"})
_CELLS_LOOKED_AT = 1_000
_NAMED_AT_MOST = 6


@register
class FailingFormula(WorkbookRule):
    """A formula shows an error that none of the cells it reads has."""

    code = "H-04"
    name = "formula-shows-error"
    summary = Text("公式出错", "A formula shows an error")
    rationale = Text(
        "出错的公式没有结果，用到它的合计也跟着出错；#REF! 多是删了行列，#NAME? 多是名称写错。",
        "An error has no result, nor has what reads it; #REF! comes of a deleted row or column.",
    )
    help = Text("请改正公式，或填上它要用的数。", "Correct the formula, or fill in what it reads.")
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "公式“{old}”出错：{error}（{sure}）。", "The formula {old} shows {error} ({sure})."
        ),
        "many": Text(
            "公式“{old}”出错：{error}，这张工作表中同样的还有 {count} 个（{sure}）。",
            "The formula {old} shows {error}, and so do {count} like it on the sheet ({sure}).",
        ),
    }
    bad_example = """
| 项目   | 金额               |
| 办公费 | 10                 |
| 差旅费 | =#REF!*2 → #REF!   |
| 合计   | =B2+B3 → #REF!     |
"""
    good_example = """
| 项目   | 金额               |
| 办公费 | 10                 |
| 差旅费 | =B2*2 → 20         |
| 合计   | =B2+B3 → 30        |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        failing = _failing(grid)
        if not failing:
            return
        graph = context.memoize(submission, graph_of)
        for key in [key for key in failing if _is_no_evidence(grid, graph, key)]:
            del failing[key]
        first: dict[object, CellKey] = {}
        counts: dict[CellKey, int] = {}
        for key, error in failing.items():
            if error not in _BROKEN and _reads_one_of(graph, key, failing):
                continue
            if (
                error in _BROKEN
                and not _names_error(grid, key)
                and _reads_one_of(graph, key, failing)
            ):
                continue
            number, row, column = key
            like = relative_formula(grid.sheets[number].cells[row, column].formula, row, column)
            group = first.setdefault((number, like.key, error), key)
            counts[group] = counts.get(group, 0) + 1
        for key, count in counts.items():
            yield _error(grid, key, failing[key], count - 1)


def _failing(grid: Grid) -> dict[CellKey, str]:
    found: dict[CellKey, str] = {}
    for number, sheet in enumerate(grid.sheets):
        for position, cell in sheet.cells.items():
            stored = stored_result(cell)
            if cell.formula and isinstance(stored, CellError):
                found[number, *position] = stored.code
            elif cell.formula and "#REF!" in cell.formula:
                found[number, *position] = "#REF!"
    return found


def _is_no_evidence(grid: Grid, graph: DependencyGraph, key: CellKey) -> bool:
    """Return whether an error may be that of a program that could not compute the formula.

    Tables, spilled cells and other files are beyond some; a lost reference in the text is none.
    """
    return not _names_error(grid, key) and bool(graph.whys(key) & _BEYOND_SOME)


def _names_error(grid: Grid, key: CellKey) -> bool:
    return "#REF!" in grid.sheets[key[0]].cells[key[1:]].formula


def _reads_one_of(graph: DependencyGraph, key: CellKey, failing: dict[CellKey, str]) -> bool:
    """Return whether a formula reads a cell that shows an error itself."""
    for number, area in graph.areas(key):
        one = area.range
        if one.area <= _CELLS_LOOKED_AT:
            rows, columns = range(one.top, one.bottom + 1), range(one.left, one.right + 1)
            places = ((number, row, column) for row in rows for column in columns)
        else:
            places = (cell for cell in failing if cell[0] == number and one.covers(*cell[1:]))
        if any(place in failing and place != key for place in places):
            return True
    return False


def _error(grid: Grid, key: CellKey, error: str, others: int) -> Violation:
    sheet = grid.sheets[key[0]]
    cell = sheet.cells[key[1:]]
    is_broken = error in _BROKEN
    severity: Severity = "error" if is_broken else "info" if error == "#N/A" else "warning"
    return Violation(
        None,
        sheet=sheet.name,
        cell=cell_name(*key[1:]),
        message="many" if others else "message",
        details={
            "old": entry(cell),
            "error": error,
            "count": str(others),
            "sure": confidence_text("sure" if is_broken else "likely"),
        },
        actual=error,
        severity=severity,
    )


@register
class CircularReference(WorkbookRule):
    """Formulas end up reading themselves."""

    code = "H-07"
    name = "circular-formulas"
    severity = "error"
    summary = Text("公式循环引用（任何工作簿）", "Formulas read themselves in a circle")
    rationale = Text(
        "公式直接或绕一圈用到自己的结果，表格软件算不出来，只显示 0 或报错。",
        "A formula that reads its own result, directly or through others, has none.",
    )
    help = Text("请改掉其中一个公式。", "Change one of the formulas.")
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "公式“{old}”绕回了自己：{cells}（{sure}）。",
            "The formula {old} leads back to itself: {cells} ({sure}).",
        ),
    }
    bad_example = """
| 收入 | 100           |
| 支出 | =B3-B1 → 0    |
| 结余 | =B1-B2 → 0    |
"""
    good_example = """
| 收入 | 100           |
| 支出 | 60            |
| 结余 | =B1-B2 → 40   |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        # With iteration switched on a circle may be meant.
        is_sure = "iterative" not in grid.calculation
        sure: Confidence = "sure" if is_sure else "likely"
        for cycle in context.memoize(submission, graph_of).cycles:
            sheet = grid.sheets[cycle[0][0]]
            shown = [place_of(grid, key, cycle[0][0]) for key in cycle[:_NAMED_AT_MOST]]
            cells = listed(shown) + ("…" if len(cycle) > _NAMED_AT_MOST else "")
            cell = sheet.cells[cycle[0][1:]]
            yield Violation(
                None,
                sheet=sheet.name,
                cell=cell_name(*cycle[0][1:]),
                details={"old": entry(cell), "cells": cells, "sure": confidence_text(sure)},
                actual=entry(cell),
                severity=None if is_sure else "warning",
            )


@register
class ExternalLink(WorkbookRule):
    """Formulas read another file."""

    code = "H-08"
    name = "external-link"
    summary = Text("公式引用了别的文件（任何工作簿）", "Formulas read another file")
    rationale = Text(
        "别的文件不在手边，数就核对不了，也更新不了；拿到文件的人看到的可能是旧数。",
        "Without the other file the numbers can be neither checked nor brought up to date.",
    )
    help = Text(
        "请把要用的数放进本工作簿，或随件报送那份文件。", "Bring the numbers into this workbook."
    )
    messages: ClassVar[dict[str, Text]] = {
        "message": Text(
            "公式“{old}”引用了别的文件“{book}”，这张工作表共 {count} 处（{sure}）。",
            "The formula {old} reads the other file {book}; {count} on this sheet ({sure}).",
        ),
    }
    bad_example = """
| 上年结转 | =[上年.xlsx]Sheet1!B3 → 100 |
"""
    good_example = """
| 上年结转 | 100 |
"""

    def over_grid(
        self, grid: Grid, submission: Submission, context: RuleContext
    ) -> Iterator[Violation]:
        graph = context.memoize(submission, graph_of)
        linked: dict[tuple[int, str], list[CellKey]] = {}
        for key, read in graph.reads.items():
            books = {
                one.text for one in read if isinstance(one, Unresolved) and one.why == "external"
            }
            for book in books:
                linked.setdefault((key[0], book.rpartition("]")[0].strip("[") or book), []).append(
                    key
                )
        for (number, book), cells in linked.items():
            sheet, first = grid.sheets[number], min(cells)
            cell = sheet.cells[first[1:]]
            details = {"old": entry(cell), "book": book, "count": str(len(cells))}
            yield Violation(
                None,
                sheet=sheet.name,
                cell=cell_name(*first[1:]),
                details={**details, "sure": confidence_text("sure")},
                actual=entry(cell),
            )
