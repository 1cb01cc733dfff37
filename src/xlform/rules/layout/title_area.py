"""Cells above a form's body that are not values of it."""

from __future__ import annotations

from xlform.grid.address import cell_name, parse_cell, parse_range
from xlform.model.submission import Form
from xlform.rules.context import LocatedText, RuleContext
from xlform.template.labels import fold


def appendix_cell(form: Form, context: RuleContext) -> LocatedText | None:
    """Return the cell with the form's number (附表2); its path is the cell address."""
    return context.memoize(form, _appendix_cell)


def _appendix_cell(form: Form, context: RuleContext) -> LocatedText | None:
    sheet = context.sheet(form)
    number = fold(context.templates[form.template].declaration.appendix)
    if sheet is None or not number:
        return None
    area = parse_range(form.range)
    body = parse_cell(form.origins.get("title", "")) if "title" in form.origins else None
    last = body[0] if body else area.top
    for row in range(area.top, last + 1):
        for column in range(area.left, area.right + 1):
            cell = sheet.cells.get((row, column))
            if cell and isinstance(cell.value, str) and fold(cell.value).startswith(number):
                return LocatedText(cell_name(row, column), cell.value)
    return None
