"""Forms of a scan, each with its template and the sheets whose cells were recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlform.grid.address import parse_cell
from xlform.grid.model import Grid, Position, Recognition, Sheet
from xlform.model.submission import Form, Value
from xlform.template.form import FormTemplate


class ScannedForm(NamedTuple):
    """Form of a scan, its template, and all sheets of the scan by their name."""

    form: Form
    template: FormTemplate
    sheets: Mapping[str, Sheet]

    def cell(self, path: str) -> tuple[Sheet, Position] | None:
        """Return the sheet and the position of a value; ``None`` for no cell or several."""
        name, _, cell = self.form.origins.get(path, "").rpartition("!")
        sheet = self.sheets.get(name or self.form.sheet)
        try:
            return (sheet, parse_cell(cell)) if sheet else None
        except ValueError:
            return None

    def recognition(self, path: str) -> Recognition | None:
        """Return how the cell of a value was recognised; ``None`` if it was not."""
        found = self.cell(path)
        return found[0].recognised.get(found[1]) if found else None


def scanned_forms(
    forms: Sequence[Form], templates: Sequence[FormTemplate], grid: Grid
) -> Iterator[ScannedForm]:
    """Yield the forms of a scan with what they were read from."""
    known = {template.name: template for template in templates}
    sheets = {sheet.name: sheet for sheet in grid.sheets}
    for form in forms:
        yield ScannedForm(form, known[form.template], sheets)


def values_of(form: Form) -> Iterator[tuple[str, Value]]:
    """Yield the values of a form with their paths: fields first, then tables row by row."""
    yield from form.fields.items()
    for table, rows in form.tables.items():
        for number, row in enumerate(rows):
            for name, value in row.items():
                yield f"{table}[{number}].{name}", value
