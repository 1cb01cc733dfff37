"""Cell content of a value: texts unchanged, amounts as numbers if exact."""

from __future__ import annotations

from decimal import Decimal

from xlform.grid.model import plain
from xlform.model.submission import Form, Period, Target, Value
from xlform.ooxml.fill.sheet_layout import FilledCell, as_number
from xlform.values.money import unit_powers
from xlform.values.numerals import shift

# An origin's text that starts so is a failed formula, not what the filer wrote.
_FORMULA_CHARS = ("=", "#")


def cell_content(form: Form, path: str, value: Value) -> FilledCell:
    """Return the content of a cell of its own; an unreadable amount keeps its source text."""
    if isinstance(value, Decimal):
        return FilledCell(number=value) if as_number(value) else FilledCell(plain(value))
    return FilledCell(text_content(form, path, value))


def in_unit(value: Decimal, unit: str) -> Decimal:
    """Return an amount of 万元 in another unit of money, exactly."""
    return shift(value, -unit_powers()[unit])


def text_content(form: Form, path: str, value: Value) -> str:
    """Return a value as text, as written after a label in the same cell."""
    if isinstance(value, Target | Period):
        return value.text
    if isinstance(value, Decimal):
        return plain(value)
    if value is None:
        source_text = form.origins.get(f"{path}.text", "")
        return "" if source_text.startswith(_FORMULA_CHARS) else source_text
    return value
