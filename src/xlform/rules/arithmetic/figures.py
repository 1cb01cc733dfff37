"""Figures of a form: its amounts of money, and how they are written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.model.submission import Form
from xlform.template.form import FormTemplate


def amounts(form: Form, template: FormTemplate) -> Iterator[tuple[str, str, Decimal]]:
    """Yield path, label and value in 万元 of each amount that is filled in."""
    kinds = template.value_kinds.fields
    for name, value in form.fields.items():
        if isinstance(value, Decimal) and kinds.get(name, "amount") == "amount":
            field = template.fields.get(name)
            yield name, field.official if field else template.total_label(name), value
    for table, rows in form.tables.items():
        for column in template.tables[table].columns.values():
            if column.kind == "amount":
                for number, row in enumerate(rows):
                    value = row.get(column.name)
                    if isinstance(value, Decimal):
                        yield f"{table}[{number}].{column.name}", column.official, value


def decimal_places(value: Decimal) -> int:
    """Return the number of decimal places an amount is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def in_yuan(form: Form, path: str) -> bool:
    """Return True if the source gives the amount in 元; its decimals are then not those of 万元."""
    text = form.origins.get(f"{path}.text", "")
    return "元" in text and "万元" not in text
