"""Whatever is typed into a blank is read, from the very cell it was typed in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from handing import KNOWN, blank, blank_form, opened, worksheets
from hypothesis import given, settings
from hypothesis import strategies as st

import xlform
from xlform.blanks.input_fields import InputField
from xlform.grid.address import cell_name
from xlform.model.submission import Form, Period, Target, Value
from xlform.template.form import FormTemplate

WORDS = st.text(
    st.sampled_from("甲乙丙丁戊己庚辛0123456789=+-@≥%，。 "), min_size=1, max_size=12
).map(lambda text: f"做{text}好")
AMOUNTS = st.decimals(0, 99_999, places=2).map(lambda amount: amount + 0)
MAY_BE_TYPED: dict[str, st.SearchStrategy[str | Decimal]] = {
    "text": WORDS,
    "target": WORDS,
    "period": WORDS,
    "amount": AMOUNTS,
}


def cells(form_template: FormTemplate) -> list[tuple[InputField, str]]:
    """Every cell to be typed in, with its slot; stubs are left to the form."""
    table_stubs = {
        f"{name}.{stub}" for name, table in form_template.tables.items() for stub in table.stub
    }
    return [
        (input_field, cell_name(box.top, box.left))
        for input_field in blank_form(form_template).input_fields
        if not input_field.computed
        and input_field.kind in MAY_BE_TYPED
        and input_field.path not in table_stubs
        for box in input_field.cells
    ]


def read_from(form: Form) -> dict[str, Value]:
    """What a form says, by the cell it was read from."""
    found: dict[str, Value] = {}
    for path, cell in form.origins.items():
        table, _, rest = path.partition("[")
        number, _, column = rest.partition("].")
        if path.endswith(".text") or path == "title":
            continue
        rows = form.tables.get(table)
        value = rows[int(number)][column] if rows and rest else form.fields[path]
        found.setdefault(cell, value)  # a composite target comes after its parts
    return found


def content_of(value: Value) -> Value:
    return value.text if isinstance(value, Target | Period) else value


@pytest.mark.parametrize("form_template", KNOWN, ids=lambda form_template: form_template.name)
@settings(max_examples=12)
@given(data=st.data())
def test_what_is_typed_is_read(
    tmp_path_factory: pytest.TempPathFactory, form_template: FormTemplate, data: st.DataObject
) -> None:
    chosen = data.draw(
        st.lists(st.sampled_from(cells(form_template)), unique_by=lambda pair: pair[1])
    )
    if form_template.declaration.repeat == "rows":
        # A row without the inner key adds up the forms around it, or names their unit.
        key = form_template.declaration.by[-1]
        keyed = {cell[1:] for input_field, cell in chosen if input_field.path == key}
        chosen = [pair for pair in chosen if len(pair[0].cells) == 1 or pair[1][1:] in keyed]
    typed: dict[str, str | Decimal] = {}
    book = opened(blank(form_template))
    [sheet] = worksheets(book)
    for input_field, cell in chosen:
        value: str | Decimal = data.draw(MAY_BE_TYPED[input_field.kind])
        typed[cell] = value
        sheet[cell].value = f"{input_field.prefix}{value}" if input_field.prefix else value
    path: Path = tmp_path_factory.mktemp("typed") / "填.xlsx"
    book.save(path)
    forms = xlform.read(path).forms
    found = {cell: value for form in forms for cell, value in read_from(form).items()}
    # In a list a second value for one form is noted, and one repeated from row to row read once.
    noted = {note.cell for form in forms for note in form.notes if note.code == "list-value"}
    repeated = {
        cell
        for input_field, cell in chosen
        for other, first in chosen
        if form_template.declaration.repeat == "rows"
        and (other.path, typed[first]) == (input_field.path, typed[cell])
        and first in found
    }
    for cell, value in typed.items():
        if cell in noted or (cell not in found and cell in repeated):
            continue
        expected = value.strip() if isinstance(value, str) else value
        if isinstance(expected, Decimal) and form_template.declaration.money == "元":
            expected = expected.scaleb(-4)  # read in 万元
        assert content_of(found[cell]) == expected, cell
