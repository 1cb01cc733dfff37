"""A table on its way out: a list of values per column, each with what it is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

import msgspec

# ``amount`` is money in 万元; ``number`` a figure in the unit its row names.
ColumnType = Literal["text", "whole", "amount", "number", "date"]
# Columns of ``unread`` and ``notes`` that come from no field and yet say something.
_TOLD: Final = frozenset({"because", "code", "seen", "meant"})
Plain = str | int | Decimal | dt.date | None


class Column(msgspec.Struct, frozen=True):
    """One column: its English ``name`` and its values, ``None`` where one is missing.

    ``field`` names the form's field it was made from ("" for an identifying column), ``label``
    that field's official label ("" where no template is known), ``part`` the piece of a target
    or a period.
    """

    name: str
    type: ColumnType
    values: list[Plain]
    field: str = ""
    label: str = ""
    part: str = ""

    @property
    def identifying(self) -> bool:
        """Whether it says where a row comes from, not what stands there."""
        return not self.field and self.name not in _TOLD


class Table(msgspec.Struct, frozen=True):
    """Columns of equal length under the ``name`` of a kind of form or of a form's table.

    ``title`` is the official one, ``form_title`` that of the form it comes from; both are "" where
    no template is known and for what is no part of a form. ``words`` give, for notes, the label
    behind a template's name and a path in its forms (``expenses.amount``).
    """

    name: str
    columns: tuple[Column, ...]
    title: str = ""
    form_title: str = ""
    words: Mapping[tuple[str, str], str] = {}

    @property
    def length(self) -> int:
        """How many rows it has."""
        return len(self.columns[0].values)
