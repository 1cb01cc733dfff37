"""What people read above a column and in it: official labels in Chinese, field names in English."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from xlform.export.table import Column, Plain, Table
from xlform.messages import language, translate
from xlform.messages.catalog import CATALOG

_INDEX: Final = re.compile(r"\[\d+\]")
_MONEY: Final = "（万元）"
# The signs of 一体化's 计算符号; full-width, so that no spreadsheet takes one for a formula.
COMPARATORS: Final = {"=": "＝", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}


def heads(table: Table) -> list[str]:
    """The head of each column, no two alike, in the language in force."""
    if language() == "en":
        return [column.name for column in table.columns]
    plain = [_head(column) for column in table.columns]
    often = Counter(plain)
    told: list[str] = []
    for column, head in zip(table.columns, plain, strict=True):
        wording = _own_head(column, head) if often[head] > 1 else head
        same = sum(1 for other in told if other.startswith(wording))
        told.append(f"{wording}（{same + 1}）" if wording in told else wording)
    return told


def values(table: Table) -> list[list[Plain]]:
    """The values of each column, codes in the words of the language in force."""
    if table.name == "notes":
        return _told_notes(table)
    return [_told(column) for column in table.columns]


def _told(column: Column) -> list[Plain]:
    if language() == "en" or column.part not in {"comparator", "type"}:
        return column.values
    if column.part == "comparator":
        return [COMPARATORS.get(str(code), code) for code in column.values]
    return [None if code is None else translate(f"target-type.{code}") for code in column.values]


def _told_notes(table: Table) -> list[list[Plain]]:
    """The notes, each code as the sentence it stands for, each path as the label it leads to."""
    columns = {column.name: column.values for column in table.columns}
    columns["code"] = [
        translate(key, seen=seen, meant=meant) if (key := f"note.{code}") in CATALOG else code
        for code, seen, meant in zip(
            columns["code"], columns["seen"], columns["meant"], strict=True
        )
    ]
    if language() != "en":
        columns["meant"] = [
            table.words.get((str(template), _INDEX.sub("", str(meant))), meant)
            for template, meant in zip(columns["template"], columns["meant"], strict=True)
        ]
    return list(columns.values())


def _head(column: Column) -> str:
    """The head as far as the column alone can tell."""
    if not column.field:
        return translate(f"column.{column.name}")
    label = column.label or column.field
    if column.field == "target":
        return translate(f"target.{column.part}")
    if column.part in {"", "text"}:
        return f"{label}{_MONEY}" if column.type == "amount" else label
    return label + translate(f"target.{column.part}")


def _own_head(column: Column, head: str) -> str:
    """The head of a column whose official label stands twice on its form."""
    key = f"column.{column.name}"
    return translate(key) if column.field and key in CATALOG else head
