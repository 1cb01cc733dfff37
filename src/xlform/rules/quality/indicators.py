"""Indicators of a form, from all of its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, get_args

import msgspec

from xlform.model.submission import Form, Row, Target
from xlform.rules.context import RuleContext

Family = Literal[
    "quantity",
    "quality",
    "time",
    "cost",
    "economy",
    "society",
    "ecology",
    "lasting",
    "satisfaction",
    "",
]
# Second levels of 产出指标 and 效益指标 (财预〔2015〕88号); since 财预〔2021〕101号 成本 is a first
# level of its own.
OUTPUTS: tuple[Family, ...] = ("quantity", "quality", "time")
EFFECTS: tuple[Family, ...] = ("economy", "society", "ecology", "lasting")
_FAMILIES: dict[str, Family] = {family: family for family in get_args(Family)}
_DIGIT = re.compile("[0-9０-９]")
# A recurring deadline (每月10日前) is a date, not a quality.
_RECURRING = re.compile("每.{1,6}[前内]")


class Indicator(msgspec.Struct, frozen=True):
    """One 三级指标; ``standard`` is ``None`` if the form has no such column.

    ``path`` is the path of its row; ``shared`` is true if several entries share one cell.
    """

    form: Form
    path: str
    table: str
    level1: str
    level2: str
    family: Family
    name: str
    target: Target
    standard: str | None
    shared: bool

    @property
    def filled(self) -> bool:
        """Return True if its row has anything besides the printed levels."""
        return bool(self.name or self.target.text)

    @property
    def qualitative(self) -> bool:
        """Return True if its target is words without any number."""
        text = self.target.text
        return (
            self.target.type == "qualitative"
            and not _DIGIT.search(text)
            and not _RECURRING.fullmatch(text)
        )


def indicators(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """Return every indicator row of a form, including blank ones."""
    return context.memoize(form, _all_indicators)


def filled(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """Return the indicator rows of a form that are filled in."""
    return context.memoize(form, _filled)


def measured(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """Return the indicators of a form whose target is a number or a range."""
    return context.memoize(form, _measured)


def _measured(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    return tuple(one for one in filled(form, context) if one.target.type in ("number", "range"))


def _filled(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    return tuple(indicator for indicator in indicators(form, context) if indicator.filled)


def _all_indicators(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    levels = context.words.get("levels", {})
    found: list[Indicator] = []
    for table, rows in form.tables.items():
        shared = _rows_sharing_a_cell(form, table)
        for number, row in enumerate(rows):
            target = row.get("target")
            if isinstance(target, Target):
                path = f"{table}[{number}]"
                found.append(_indicator(form, path, row, target, levels, shared=number in shared))
    return tuple(found)


def _indicator(
    form: Form, path: str, row: Row, target: Target, levels: Mapping[str, str], *, shared: bool
) -> Indicator:
    level1, level2 = str(row.get("level1") or ""), str(row.get("level2") or "")
    standard = str(row.get("standard") or "") if f"{path}.standard" in form.origins else None
    return Indicator(
        form=form,
        path=path,
        table=path.partition("[")[0],
        level1=level1,
        level2=level2,
        family=_family(level1, level2, levels),
        name=str(row.get("level3") or ""),
        target=target,
        standard=standard,
        shared=shared,
    )


def _family(level1: str, level2: str, levels: Mapping[str, str]) -> Family:
    """Return the family of a 二级指标, else that of its 一级指标."""
    for level in (level2, level1):
        if family := _FAMILIES.get(levels.get(level.removesuffix("指标"), "")):
            return family
    return ""


def _rows_sharing_a_cell(form: Form, table: str) -> frozenset[int]:
    """Return the rows whose target shares a cell with that of the next or previous row."""
    rows = form.tables[table]
    cells = [form.origins.get(f"{table}[{number}].target") for number in range(len(rows))]
    found: set[int] = set()
    for number, (cell, following) in enumerate(pairwise(cells)):
        same_cell = cell is not None and cell == following
        if same_cell and rows[number].get("target") != rows[number + 1].get("target"):
            found |= {number, number + 1}
    return frozenset(found)
