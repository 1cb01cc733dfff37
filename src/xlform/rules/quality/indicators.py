"""Indicators of a form, from all of its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Literal, get_args

import msgspec

from xlform.model.submission import Form, Target
from xlform.rules.context import RuleContext
from xlform.template.form_values import RoleRow
from xlform.template.roles import Role

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
# The tables of indicators: those of the whole period before those of the year, as forms have them.
INDICATOR_TABLES = (Role.PERIOD_INDICATORS, Role.INDICATORS)
_FAMILIES: dict[str, Family] = {family: family for family in get_args(Family)}
_DIGIT = re.compile("[0-9０-９]")
# A recurring deadline (每月10日前) is a date, not a quality.
_RECURRING = re.compile("每.{1,6}[前内]")


class Indicator(msgspec.Struct, frozen=True):
    """One 三级指标; ``standard`` is ``None`` if the form has no such column.

    ``row`` is its row; ``is_annual`` is false for those of a whole period, ``shared``
    true if several entries share one cell; ``part`` is ``output`` or ``effect`` by
    its 一级指标 alone, "" for another.
    """

    form: Form
    row: RoleRow
    level1: str
    level2: str
    family: Family
    part: str
    name: str
    target: Target
    standard: str | None
    is_annual: bool
    shared: bool

    @property
    def path(self) -> str:
        """Return the path of its row."""
        return self.row.path

    @property
    def table(self) -> str:
        """Return the name of its table."""
        return self.row.table

    def at(self, role: Role) -> str:
        """Return the path of a value of its row; on a form without it, of its name or target."""
        path_of = self.row.path_of
        return path_of(role) or path_of(Role.LEVEL3) or path_of(Role.TARGET)

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
    parts = context.words.get("first-levels", {})
    values = context.values(form)
    found: list[Indicator] = []
    for table_role in INDICATOR_TABLES:
        rows = values.rows(table_role)
        shared = _rows_sharing_a_cell(form, rows)
        is_annual = table_role == Role.INDICATORS
        for row in rows:
            target = row.target()
            if target is not None:
                is_shared = row.path in shared
                found.append(
                    _indicator(
                        form, row, target, (levels, parts), annual=is_annual, shared=is_shared
                    )
                )
    return tuple(found)


def _indicator(
    form: Form,
    row: RoleRow,
    target: Target,
    words: tuple[Mapping[str, str], Mapping[str, str]],
    *,
    annual: bool,
    shared: bool,
) -> Indicator:
    level1, level2 = row.text(Role.LEVEL1), row.text(Role.LEVEL2)
    levels, parts = words
    has_standard = row.path_of(Role.STANDARD) in form.origins
    return Indicator(
        form=form,
        row=row,
        level1=level1,
        level2=level2,
        family=_family(level1, level2, levels),
        part=parts.get(level1.removesuffix("指标"), ""),
        name=row.text(Role.LEVEL3),
        target=target,
        standard=row.text(Role.STANDARD) if has_standard else None,
        is_annual=annual,
        shared=shared,
    )


def _family(level1: str, level2: str, levels: Mapping[str, str]) -> Family:
    """Return the family of a 二级指标, else that of its 一级指标."""
    for level in (level2, level1):
        if family := _FAMILIES.get(levels.get(level.removesuffix("指标"), "")):
            return family
    return ""


def _rows_sharing_a_cell(form: Form, rows: tuple[RoleRow, ...]) -> frozenset[str]:
    """Return the paths of the rows whose target shares a cell with that of a neighbour."""
    cells = [form.origins.get(row.path_of(Role.TARGET)) for row in rows]
    found: set[str] = set()
    for number, (cell, following) in enumerate(pairwise(cells)):
        row, next_row = rows[number], rows[number + 1]
        same_cell = cell is not None and cell == following
        if same_cell and row.table == next_row.table and row.target() != next_row.target():
            found |= {row.path, next_row.path}
    return frozenset(found)
