"""Submissions as pandas frames: one for each kind of form and each table of a form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from xlform.export.collect import collect
from xlform.export.table import Column, ColumnType, Table
from xlform.model.submission import Submission
from xlform.template.form import FormTemplate

# Money, figures and dates stay Python objects: a float would not be exact.
_DTYPES: Final[dict[ColumnType, str]] = {
    "text": "string",
    "whole": "Int64",
    "amount": "object",
    "number": "object",
    "date": "object",
}


def frames(
    submissions: Iterable[Submission], templates: Iterable[FormTemplate] | None = None
) -> dict[str, pd.DataFrame]:
    """Return a frame for each kind of form, each table of a form, ``unread`` and ``notes``.

    Shapes: a row per form or table row. It starts with its location: ``file``, ``unit`` (the
    submission's), ``year``, ``template``, ``sheet``, ``form`` and ``row`` (both from 1), for rows
    of a table the fields that say what the form is about (``fund``, ``direction``), ``cell``. Then
    follows a column per field in the order of the declaration; a field with one of these names is
    ``form_…`` (``form_unit``) or
    ``row_…``. Money is ``Decimal`` in 万元 and dates are ``datetime.date``, in object columns;
    missing is ``None`` or ``NA``, never 0. ``templates`` are the bundled ones by default. No
    submissions give ``{}``.
    """
    return {table.name: _frame(table) for table in collect(submissions, templates)}


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame({column.name: _series(column) for column in table.columns})


def _series(column: Column) -> pd.Series:
    return pd.Series(column.values, dtype=_DTYPES[column.type])
