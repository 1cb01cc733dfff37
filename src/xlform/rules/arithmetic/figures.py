"""The figures of a form wherever its template asks for one: amounts of money and targets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.model.memoize import memoize
from xlform.model.submission import Form, Row, Target
from xlform.template.form import FormTemplate


def amounts(form: Form, template: FormTemplate) -> Iterator[tuple[str, str, Decimal]]:
    """Path, label and worth in 万元 of each amount that is filled in."""
    for name, value in form.fields.items():
        if isinstance(value, Decimal):
            known = template.fields.get(name)
            yield name, known.official if known else template.total_label(name), value
    for table, rows in form.tables.items():
        for column in template.tables[table].columns.values():
            if column.kind == "amount":
                for number, row in enumerate(rows):
                    value = row.get(column.name)
                    if isinstance(value, Decimal):
                        yield f"{table}[{number}].{column.name}", column.official, value


@memoize
def targets(form: Form) -> tuple[tuple[str, Row, Target], ...]:
    """Path of the target, row and target of each indicator."""
    return tuple(_targets(form))


def _targets(form: Form) -> Iterator[tuple[str, Row, Target]]:
    for table, rows in form.tables.items():
        # Every row of a table has the same columns, a target even where it is empty.
        names = (
            [name for name, value in rows[0].items() if isinstance(value, Target)] if rows else []
        )
        for name in names:
            for number, row in enumerate(rows):
                value = row[name]
                if isinstance(value, Target):
                    yield f"{table}[{number}].{name}", row, value


def name_of(row: Row) -> str:
    """The name of an indicator, "" in an empty slot."""
    name = row.get("level3")
    return name if isinstance(name, str) else ""


def level_of(row: Row) -> str:
    """The second level of an indicator, such as its kind of output."""
    level = row.get("level2")
    return level if isinstance(level, str) else ""


def places(value: Decimal) -> int:
    """The decimals an amount is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def in_yuan(form: Form, path: str) -> bool:
    """Whether the source gives the amount in 元, so that its places are not those of 万元."""
    text = form.origins.get(f"{path}.text", "")
    return "元" in text and "万元" not in text
