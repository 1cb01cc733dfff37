"""Display text of headers and cells: official labels in Chinese, field names in English."""

from __future__ import annotations

import re
from typing import Final

from xlform.export.table import Column, Plain, Table
from xlform.messages import language, translate
from xlform.messages.catalog import CATALOG

_INDEX: Final = re.compile(r"\[\d+\]")
_MONEY: Final = "（万元）"
# Comparators of 一体化 (计算符号), full-width, so that no spreadsheet reads a formula.
COMPARATORS: Final = {"=": "＝", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}


def headers(table: Table) -> list[str]:
    """Return the unique header of each column in the current language."""
    if language() == "en":
        return [column.name for column in table.columns]
    plain_headers = [_header(column) for column in table.columns]
    headers_so_far: list[str] = []
    for header in plain_headers:
        repeats = sum(1 for earlier in headers_so_far if earlier.startswith(header))
        headers_so_far.append(f"{header}（{repeats + 1}）" if header in headers_so_far else header)
    return headers_so_far


def values(table: Table) -> list[list[Plain]]:
    """Return the values of each column, codes as text of the current language."""
    if table.name == "notes":
        return _display_notes(table)
    return [_display_values(column) for column in table.columns]


def _display_values(column: Column) -> list[Plain]:
    if language() == "en" or column.part not in {"comparator", "type"}:
        return column.values
    if column.part == "comparator":
        return [COMPARATORS.get(str(code), code) for code in column.values]
    return [None if code is None else translate(f"target-type.{code}") for code in column.values]


def _display_notes(table: Table) -> list[list[Plain]]:
    """Return the notes with codes as sentences and paths as labels."""
    columns = {column.name: column.values for column in table.columns}
    columns["code"] = [
        translate(key, seen=seen, meant=meant) if (key := f"note.{code}") in CATALOG else code
        for code, seen, meant in zip(
            columns["code"], columns["seen"], columns["meant"], strict=True
        )
    ]
    if language() != "en":
        columns["meant"] = [
            table.labels.get((str(template), _INDEX.sub("", str(meant))), meant)
            for template, meant in zip(columns["template"], columns["meant"], strict=True)
        ]
    return list(columns.values())


def _header(column: Column) -> str:
    """Return the header as far as the column alone determines it."""
    if not column.field:
        return column.label or translate(f"column.{column.name}")
    label = column.label or column.field
    if column.field == "target":
        return translate(f"target.{column.part}")
    if column.part in {"", "text"}:
        return f"{label}{_MONEY}" if column.type == "amount" else label
    return label + translate(f"target.{column.part}")
