"""Blanks as clerks fill them in: by their defined names, with other programs than ours."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xlform.blanks.blank_workbook import BlankRequest, blank_workbook
from xlform.blanks.input_fields import BlankForm, InputField, blank_form
from xlform.grid.address import Range
from xlform.model.submission import Value
from xlform.reading.defined_names import defined_name
from xlform.template.form import FormTemplate
from xlform.template.store import find_templates, load_templates, templates_folder
from xlform.values import parse_period, parse_target

# A form told in prose is no blank to hand out.
KNOWN = tuple(one for one in load_templates(templates_folder()) if not one.prose)
SET = find_templates("shifeng-2023", KNOWN)
YEAR = 2024
Values = dict[str, list[Value]]


def template(name: str) -> FormTemplate:
    [found] = find_templates(name, KNOWN)
    return found


def blank(
    *templates: FormTemplate, unit: str = "", year: int | None = YEAR, copies: int = 1
) -> bytes:
    return blank_workbook(BlankRequest(templates, unit, year, copies))


def opened(data: bytes | Path) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data) if isinstance(data, bytes) else data)


def worksheets(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def sheet_of(data: bytes | Path) -> Worksheet:
    [sheet] = worksheets(opened(data))
    return sheet


def named(sheet: Worksheet, form: BlankForm, input_field: InputField) -> str:
    """The cells a slot's name stands for on its own sheet, without dollars."""
    [(there, cells)] = sheet.defined_names[
        defined_name(form.template.kind, input_field.path)
    ].destinations
    assert there == sheet.title
    return str(cells).replace("$", "")


def entry(input_field: InputField, number: int) -> tuple[str | Decimal, Value]:
    """What a clerk types into the nth cell of a slot, and what it means."""
    if input_field.kind == "amount":
        amount = Decimal(10 * len(input_field.path) + number) / 4
        return amount, amount
    if input_field.kind == "target":
        return f"≥{number + 1}%", parse_target(f"≥{number + 1}%", YEAR)
    if input_field.kind == "period":
        text = f"{YEAR}.01.01-{YEAR}.12.31"
        return text, parse_period(text)
    if input_field.choice:
        chosen = input_field.choice[number % len(input_field.choice)]
        return chosen, chosen
    text = f"{input_field.label}之{number + 1}"
    return text, text


def fill(sheet: Worksheet, form: BlankForm) -> Values:
    """Type something into every slot of a sheet, found by its name; what it all means."""
    meant: Values = {}
    typed: set[str] = set()
    for input_field in form.input_fields:
        column = sheet[named(sheet, form, input_field)]
        cells = [row[0] for row in column] if isinstance(column, tuple) else [column]
        request = {(box.top, box.left) for box in input_field.cells}
        for number, cell in enumerate(cells):
            if (
                input_field.computed
                or (cell.row, cell.column) not in request
                or cell.coordinate in typed
            ):
                continue
            typed.add(cell.coordinate)
            text, value = entry(input_field, number)
            assert not cell.protection.locked, f"{input_field.path}: {cell.coordinate}"
            # A label and its value share the cell: the value goes behind it.
            cell.value = f"{input_field.prefix}{text}" if input_field.prefix else text
            meant.setdefault(input_field.path, []).append(value)
    return meant


def positions(boxes: tuple[Range, ...]) -> set[tuple[int, int]]:
    return {
        (row, column)
        for box in boxes
        for row in range(box.top, box.bottom + 1)
        for column in range(box.left, box.right + 1)
    }


__all__ = [
    "KNOWN", "SET", "YEAR", "Values", "blank", "blank_form", "entry", "fill", "named", "opened",
    "positions", "sheet_of", "template", "worksheets",
]  # fmt: skip
