"""Drop-down lists in written forms, for values the template lists and the blank does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.ooxml.fill.validation import Validation, drop_down
from xlform.writing.blank_layout import BlankLayout
from xlform.writing.form_draft import FormDraft

_Choice = tuple[str, ...]


def add_drop_downs(drafts: Sequence[FormDraft]) -> None:
    """Add a drop-down list to each cell of a value to choose, unless the blank validates it."""
    cells: dict[int, dict[_Choice, list[Range]]] = {}
    for draft in drafts:
        choices = dict(_choices(draft.blank))
        for path, (row, column) in draft.positions.items() if choices else ():
            table, _, name = path.rpartition(".")
            choice = choices.get((table.partition("[")[0], name))
            if choice:
                area = Range(row, column, row, column)
                cells.setdefault(id(draft.sheet), {}).setdefault(choice, []).append(area)
    sheets = {id(draft.sheet): draft.sheet for draft in drafts}
    for sheet, by_choice in cells.items():
        for choice, areas in by_choice.items():
            validation = Validation(tuple(sorted(set(areas))), "list", drop_down(choice))
            sheets[sheet].validations.append(validation.markup())


def _choices(blank: BlankLayout) -> Iterator[tuple[tuple[str, str], _Choice]]:
    """Yield the choice of each field and column whose cells in the blank have no validation."""
    for name, field in blank.template.fields.items():
        choice = field.declaration.choice
        slot = blank.fields.get(name)
        column = blank.list_columns.get(name)
        cells = [(row, column) for row in blank.entry_rows] if column else []
        if slot and not slot.offset:
            cells.append(slot.position)
        if drop_down(choice) and cells and not _is_validated(blank, cells):
            yield ("", name), choice
    for block in blank.blocks:
        for table in block.tables:
            for name, column in table.columns.items():
                choice = blank.template.tables[table.name].columns[name].declaration.choice
                cells = [(row, column) for row in block.rows]
                if drop_down(choice) and not _is_validated(blank, cells):
                    yield (table.name, name), choice


def _is_validated(blank: BlankLayout, cells: Sequence[Position]) -> bool:
    areas = [area for validation in blank.book.sheet.validations for area in validation.areas]
    return any(area.covers(*cell) for area in areas for cell in cells)
