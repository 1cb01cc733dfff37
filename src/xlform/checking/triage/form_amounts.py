"""Amounts of a submission by cell: the one at a cell, and those of its row or its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xlform.checking.triage.findings_index import CellKey
from xlform.grid.address import cell_name
from xlform.model.submission import Form, Value
from xlform.template.form import FormTemplate


class FormAmounts:
    """Amounts in 万元 by the cells they were read from; a form is indexed when first asked for.

    By ``templates`` money is told from scores and counts; without them every number may be money.
    """

    def __init__(
        self, forms: Iterable[Form], templates: Mapping[str, FormTemplate] | None = None
    ) -> None:
        self._templates = templates or {}
        self._forms: dict[str, list[Form]] = defaultdict(list)
        for form in forms:
            self._forms[form.sheet].append(form)
        self._paths: dict[int, dict[str, str]] = {}

    def money_at(self, cell: CellKey | None) -> frozenset[Decimal]:
        """Return the money at a cell, else that of the row of a table the cell is in."""
        form, path = self._form_and_path(cell)
        if form is None:
            return frozenset()
        record, is_row = _record(form, path)
        template = self._templates.get(form.template)
        table = path.partition("[")[0] if is_row else ""
        money = {
            name: abs(value)
            for name, value in record.items()
            if isinstance(value, Decimal)
            and (template is None or template.kind_of(name, table) == "amount")
        }
        own = path.rpartition(".")[2]
        if own in money:
            return frozenset({money[own]})
        return frozenset(value for value in money.values() if value) if is_row else frozenset()

    def beside(self, cell: CellKey | None) -> frozenset[Decimal]:
        """Return the amounts of the row of a table, or of the fields of a form, around a cell."""
        form, path = self._form_and_path(cell)
        if form is None:
            return frozenset()
        record, _ = _record(form, path)
        return frozenset(one for one in record.values() if isinstance(one, Decimal) and one)

    def of_forms_on(self, sheet: str) -> frozenset[Decimal]:
        """Return the amounts of the fields of the forms on a sheet."""
        values = (value for form in self._forms.get(sheet, ()) for value in form.fields.values())
        return frozenset(value for value in values if isinstance(value, Decimal) and value)

    def _form_and_path(self, cell: CellKey | None) -> tuple[Form | None, str]:
        if cell is not None:
            name = cell_name(*cell[1])
            for form in self._forms.get(cell[0], ()):
                path = self._paths_of(form).get(name)
                if path is not None:
                    return form, path
        return None, ""

    def _paths_of(self, form: Form) -> dict[str, str]:
        """Return the paths of a form by cell; those of the source's own texts are left out."""
        paths = self._paths.get(id(form))
        if paths is None:
            paths = {cell: path for path, cell in form.origins.items() if path[-5:] != ".text"}
            self._paths[id(form)] = paths
        return paths


def _record(form: Form, path: str) -> tuple[Mapping[str, Value], bool]:
    """Return the row that a path such as ``expenses[0].amount`` is in, else the fields."""
    row, _, _ = path.rpartition(".")
    table, _, number = row.partition("[")
    rows = form.tables.get(table, ())
    n = int(number[:-1]) if number[:-1].isdigit() else len(rows)
    return (rows[n], True) if n < len(rows) else (form.fields, False)
