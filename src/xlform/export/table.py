"""Tables for export: a list of values per column, each with its origin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

import msgspec

# ``amount`` is money in 万元, ``number`` a figure in the unit of its row.
ColumnType = Literal["text", "whole", "amount", "number", "date"]
# Columns of ``unread`` and ``notes`` with content of their own, not identifying a row.
_CONTENT_COLUMNS: Final = frozenset({"because", "code", "seen", "meant"})
Plain = str | int | Decimal | dt.date | None


class Column(msgspec.Struct, frozen=True):
    """Column with its English ``name`` and its values, ``None`` if one is missing.

    ``field`` is the form's field ("" for an identifying column), ``label`` that field's official
    label ("" without a template), ``part`` the part of a target or period.
    """

    name: str
    type: ColumnType
    values: list[Plain]
    field: str = ""
    label: str = ""
    part: str = ""

    @property
    def identifying(self) -> bool:
        """Return True for a column that identifies the row instead of holding content."""
        return not self.field and self.name not in _CONTENT_COLUMNS


class Table(msgspec.Struct, frozen=True):
    """Columns of equal length under the ``name`` of a kind of form or of a form's table.

    ``title`` is the official one, ``form_title`` that of its form; both are "" without a template
    and for tables of no form. ``labels`` maps, for notes, a template's name and a path in its forms
    (``expenses.amount``) to the label.
    """

    name: str
    columns: tuple[Column, ...]
    title: str = ""
    form_title: str = ""
    labels: Mapping[tuple[str, str], str] = {}

    @property
    def length(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0].values)
