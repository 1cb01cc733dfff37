"""Data validation of a blank form: prompts and accepted values of each input field."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xlform.blanks.input_fields import BlankForm, InputField
from xlform.grid.address import Range, cell_name
from xlform.messages import listed, translate
from xlform.ooxml.fill.validation import Validation, drop_down

# Separators between a label and its value in the same cell.
_COLONS = ":："


def validations(
    form: BlankForm, year: int | None, prefilled: Collection[str] = ()
) -> Iterator[Validation]:
    """Yield the validations of a form's input fields, except those ``prefilled``.

    ``year`` is that of the blank. If two tables share a cell, the first one's validation applies.
    """
    used: set[Range] = set()
    if form.year_labels:
        yield Validation(
            form.year_labels, title=translate("hint.dated-title"), prompt=translate("hint.dated")
        )
    for input_field in (
        candidate for candidate in form.input_fields if candidate.path not in prefilled
    ):
        cells = tuple(cell for cell in input_field.cells if cell not in used)
        used.update(cells)
        if cells:
            yield _validation(input_field, _runs(cells), year)


def _validation(input_field: InputField, cells: tuple[Range, ...], year: int | None) -> Validation:
    if input_field.computed:
        return Validation(cells, title=input_field.label, prompt=translate("hint.computed"))
    if input_field.prefix:
        return _after_label(input_field, cells)
    requirement = translate("hint.required" if input_field.required else "hint.optional")
    details = {"label": input_field.label, "money": input_field.money, "year": year or "20XX"}
    title = input_field.label
    prompt = translate(f"hint.{input_field.kind}", **details) + requirement
    if input_field.kind == "amount":
        error = translate("hint.amount-only", **details)
        return Validation(cells, "decimal", "0", title, prompt, error)
    if choices := drop_down(input_field.choice):
        error = translate("hint.choice-only", choices=listed(input_field.choice))
        prompt = translate("hint.choice") + requirement
        return Validation(cells, "list", choices, title, prompt, error)
    if input_field.kind == "period" and year:
        error = translate("hint.period-only", **details)
        condition = _within_year(cells[0], year)
        return Validation(cells, "custom", condition, title, prompt, error, warns=True)
    return _text(input_field, cells, prompt)


def _text(input_field: InputField, cells: tuple[Range, ...], prompt: str) -> Validation:
    """Return the validation of a text, whose length may be limited."""
    title, limit = input_field.label, input_field.at_most
    if limit is None:
        return Validation(cells, title=title, prompt=prompt)
    prompt += translate("hint.at-most", limit=limit)
    error = translate("hint.at-most-only", label=title, limit=limit)
    return Validation(cells, "textLength", str(limit), title, prompt, error)


def _after_label(input_field: InputField, cells: tuple[Range, ...]) -> Validation:
    """Return the validation of a value after its label: the label stays, an amount is a number."""
    cell_reference = cell_name(cells[0].top, cells[0].left)
    label = _up_to_colon(input_field.prefix)
    condition = f'LEFT({cell_reference},{len(label)})="{label.replace(chr(34), chr(34) * 2)}"'
    details = {"prefix": input_field.prefix, "money": input_field.money}
    kind = "amount" if input_field.kind == "amount" else "text"
    if kind == "amount":
        rest = f"MID({cell_reference},{len(label) + 1},30)"
        condition = f'AND({condition},OR(TRIM({rest})="",IFERROR(VALUE({rest})>=0,FALSE)))'
    prompt, error = (
        translate(f"hint.behind-{kind}", **details),
        translate(f"hint.behind-{kind}-only", **details),
    )
    return Validation(cells, "custom", condition, input_field.label, prompt, error, blank=False)


def _up_to_colon(text: str) -> str:
    """Return a label up to its colon, the part that has to stay."""
    ends = [text.index(colon) + 1 for colon in _COLONS if colon in text]
    return text[: min(ends)] if ends else text


def _within_year(cell: Range, year: int) -> str:
    """Return a formula that holds for a period that starts and ends in the year."""
    cell_reference = cell_name(cell.top, cell.left)
    return f'AND(LEFT({cell_reference},4)="{year}",ISNUMBER(FIND("{year}",{cell_reference},5)))'


def _runs(cells: tuple[Range, ...]) -> tuple[Range, ...]:
    """Return the first cells of the rectangles, adjacent ones below each other as one range."""
    runs: list[Range] = []
    for cell in cells:
        last = runs[-1] if runs else None
        if last and (last.bottom + 1, last.left) == (cell.top, cell.left):
            runs[-1] = Range(last.top, last.left, cell.top, cell.left)
        else:
            runs.append(Range(cell.top, cell.left, cell.top, cell.left))
    return tuple(runs)
