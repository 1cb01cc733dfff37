"""Names of the tables in which the forms of many submissions are kept, whatever their kinds.

A kind has a table with a row for each form, a form's table has one with its entries. Tables of one
name share one, so that the indicators of all forms can be searched together; but where the first
kind that has such a table states money in it, the others' entries are kept apart: their amounts
must not be added to its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from xlform.model.resources import shipped_templates
from xlform.template.form import FormTemplate

# A name is that of a folder, of a sheet and of a table in SQL.
_UNSAFE: Final = re.compile(r"[^\w-]+")


class TableNames:
    """Names of the tables for these templates; ``reserved`` names are taken by other tables."""

    def __init__(
        self, templates: Iterable[FormTemplate], reserved: Collection[str] = frozenset()
    ) -> None:
        self._reserved = frozenset(map(_sql_name, reserved))
        ranked = sorted(templates, key=_rank)
        self._kinds = {_sql_name(template.kind) for template in ranked}
        # The kind that a table's name belongs to alone; "" where all kinds share it.
        self._owners: dict[str, str] = {}
        for template in ranked:
            for table in template.tables:
                owner = template.kind if _has_money(template, table) else ""
                self._owners.setdefault(table, owner)
        self._of_tables: dict[tuple[str, str], str] = {}

    def of_kind(self, kind: str) -> str:
        """Return the name of the table of a kind's forms."""
        name = _UNSAFE.sub("_", kind)
        return f"{name}_forms" if _sql_name(name) in self._reserved else name

    def of_table(self, kind: str, table: str) -> str:
        """Return the name of the table of the entries of a form's table; "" for an unknown kind."""
        if (kind, table) not in self._of_tables:
            self._of_tables[kind, table] = self._of_table(kind, table)
        return self._of_tables[kind, table]

    def _of_table(self, kind: str, table: str) -> str:
        owner = self._owners.get(table, "")
        shared = not kind or owner in ("", kind)
        name = _UNSAFE.sub("_", table if shared else f"{kind}_{table}")
        taken = _sql_name(name) in self._reserved | self._kinds
        return f"{name}_rows" if taken else name


def _rank(template: FormTemplate) -> tuple[bool, bool, str]:
    """Return the order of templates: shipped ones first, numbered forms of a set first."""
    own = not template.folder.is_relative_to(shipped_templates())
    return own, not template.appendix, template.name


def _has_money(template: FormTemplate, table: str) -> bool:
    return any(column.kind == "amount" for column in template.tables[table].columns.values())


def _sql_name(name: str) -> str:
    """Return the name as SQL compares it."""
    return name.replace("-", "_").casefold()
