"""The indicators of a form as rules ask for them, whatever table they stand in."""

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
OUTPUTS: tuple[Family, ...] = ("quantity", "quality", "time")
EFFECTS: tuple[Family, ...] = ("economy", "society", "ecology", "lasting")
_FAMILIES: dict[str, Family] = {family: family for family in get_args(Family)}
_DIGIT = re.compile("[0-9０-９]")
# A deadline that comes round again (每月10日前) names a time, no quality.
_RECURRING = re.compile("每.{1,6}[前内]")


class Indicator(msgspec.Struct, frozen=True):
    """One 三级指标; ``standard`` is ``None`` where the form has no such column.

    ``path`` is its row's path; ``shared`` where several entries stand in one cell.
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
        """Whether anything but the printed levels stands in its row."""
        return bool(self.name or self.target.text)

    @property
    def qualitative(self) -> bool:
        """Whether its target is words alone."""
        text = self.target.text
        return (
            self.target.type == "qualitative"
            and not _DIGIT.search(text)
            and not _RECURRING.fullmatch(text)
        )


def indicators(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """Every indicator row of a form, blank ones too."""
    return context.memoize(form, _find)


def filled(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    """The indicator rows of a form in which something was filled in."""
    return context.memoize(form, _filled)


def _filled(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    return tuple(one for one in indicators(form, context) if one.filled)


def _find(form: Form, context: RuleContext) -> tuple[Indicator, ...]:
    levels = context.words.get("levels", {})
    found: list[Indicator] = []
    for table, rows in form.tables.items():
        shared = _sharing(form, table)
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
    """The family of a 二级指标, else that of the 一级指标 it stands under."""
    for level in (level2, level1):
        if family := _FAMILIES.get(levels.get(level.removesuffix("指标"), "")):
            return family
    return ""


def _sharing(form: Form, table: str) -> frozenset[int]:
    """The rows whose targets stand in one cell with the next row's or the one's before."""
    rows = form.tables[table]
    cells = [form.origins.get(f"{table}[{number}].target") for number in range(len(rows))]
    found: set[int] = set()
    for number, (cell, following) in enumerate(pairwise(cells)):
        one_cell = cell is not None and cell == following
        if one_cell and rows[number].get("target") != rows[number + 1].get("target"):
            found |= {number, number + 1}
    return frozenset(found)
