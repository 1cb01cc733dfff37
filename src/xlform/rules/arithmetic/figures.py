"""Figures of a form: its amounts of money, and how they are written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from xlform.model.submission import Form
from xlform.rules.context import RuleContext
from xlform.template.form import FormTemplate

# Path, label and value.
FormAmount = tuple[str, str, Decimal]


def amounts(form: Form, context: RuleContext) -> list[FormAmount]:
    """Return path, label and value in 万元 of each amount that is filled in."""
    return context.memoize(form, _amounts)


def _amounts(form: Form, context: RuleContext) -> list[FormAmount]:
    template = context.templates[form.template]
    kinds, columns = template.value_kinds.fields, _amount_columns(template)
    found: list[FormAmount] = [
        (name, _label(template, name), value)
        for name, value in form.fields.items()
        if isinstance(value, Decimal) and kinds.get(name, "amount") == "amount"
    ]
    for table, rows in form.tables.items():
        for column, label in columns[table]:
            for number, row in enumerate(rows):
                value = row.get(column)
                if isinstance(value, Decimal):
                    found.append((f"{table}[{number}].{column}", label, value))
    return found


@lru_cache(maxsize=1024)
def _label(template: FormTemplate, name: str) -> str:
    """Return the printed label of a field, or of a total."""
    field = template.fields.get(name)
    return field.official if field else template.total_label(name)


@lru_cache(maxsize=64)
def _amount_columns(template: FormTemplate) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return name and label of the columns of amounts by their table."""
    return {
        name: tuple(
            (column.name, column.official)
            for column in table.columns.values()
            if column.kind == "amount"
        )
        for name, table in template.tables.items()
    }


def decimal_places(value: Decimal) -> int:
    """Return the number of decimal places an amount is written with."""
    written = str(value)
    if "E" not in written:  # its digits as a tuple take ten times as long
        return len(written.partition(".")[2])
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def in_yuan(form: Form, path: str) -> bool:
    """Return True if the source gives the amount in 元; its decimals are then not those of 万元."""
    text = form.origins.get(f"{path}.text", "")
    return "元" in text and "万元" not in text
