"""Figures of a form: amounts of money and targets of indicators."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.model.memoize import memoize
from xlform.model.submission import Form, Row, Target
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


@memoize
def targets(form: Form) -> tuple[tuple[str, Row, Target], ...]:
    """Return path of the target, row and target of each indicator."""
    return tuple(_targets(form))


def _targets(form: Form) -> Iterator[tuple[str, Row, Target]]:
    for table, rows in form.tables.items():
        # All rows of a table have the same columns; an empty target is a Target too.
        names = (
            [name for name, value in rows[0].items() if isinstance(value, Target)] if rows else []
        )
        for name in names:
            for number, row in enumerate(rows):
                value = row[name]
                if isinstance(value, Target):
                    yield f"{table}[{number}].{name}", row, value


def indicator_name(row: Row) -> str:
    """Return the name of an indicator (三级指标), "" in an empty row."""
    name = row.get("level3")
    return name if isinstance(name, str) else ""


def indicator_level(row: Row) -> str:
    """Return the second level of an indicator (二级指标), such as 数量指标."""
    level = row.get("level2")
    return level if isinstance(level, str) else ""


def decimal_places(value: Decimal) -> int:
    """Return the number of decimal places an amount is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def in_yuan(form: Form, path: str) -> bool:
    """Return True if the source gives the amount in 元; its decimals are then not those of 万元."""
    text = form.origins.get(f"{path}.text", "")
    return "元" in text and "万元" not in text
