"""Live formulas with their values, only if their result equals the filed amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from xlform.formula.cell_reader import Budget
from xlform.formula.compute import compute
from xlform.formula.names import Names
from xlform.formula.references import Area, references
from xlform.grid.address import Range
from xlform.grid.model import CellValue, Position, origin
from xlform.model.memoize import memoize
from xlform.model.submission import Form
from xlform.ooxml.fill.sheet_layout import FilledCell
from xlform.ooxml.fill.source_sheet import SourceSheet
from xlform.template.equation import Equation, Operand
from xlform.template.relation import OperandPath
from xlform.writing.form_draft import FormDraft

if TYPE_CHECKING:
    from xlform.rules.arithmetic.operand_values import Subject


class FormulaMismatch(msgspec.Struct, frozen=True):
    """Filed amount that differs from its formula's result and is written as a number."""

    form: Form
    path: str
    sheet: str
    cell: str
    filed: Decimal
    computed: Decimal


def add_formulas(drafts: Sequence[FormDraft], *, open_totals: bool) -> list[FormulaMismatch]:
    """Add the blanks' own formulas and links between forms to the sheets, if they hold.

    With ``open_totals``, a formula without a filed amount has no result and shows nothing until
    there is something to add up.
    """
    by_sheet = {id(draft.sheet): draft for draft in reversed(drafts)}
    formula_mismatches = [
        mismatch
        for draft in reversed(by_sheet.values())
        for mismatch in _own_formulas(draft, open_totals=open_totals)
    ]
    _link_forms(drafts)
    return formula_mismatches


def _own_formulas(draft: FormDraft, *, open_totals: bool) -> Iterator[FormulaMismatch]:
    """Add the formulas of a blank, adjusted to the rows; yield those that do not hold."""
    sheet = draft.sheet
    by_position = {position: path for path, position in draft.positions.items()}
    for (source, column), own in _formulas_of(sheet.source).items():
        copies = sheet.row_layout.copies(source)
        if not copies or source in sheet.bare:
            continue
        position = copies[0][0], column
        path = by_position.get(position, "")
        formula = sheet.formula(own)
        computed = _computed(draft, formula)
        content = sheet.cells.get(position, FilledCell())
        amount = content.number
        if not path or (open_totals and content == FilledCell()):
            is_open = computed is None and path
            formula_text = show_when_filled(formula, sheet.name) if is_open else formula
            sheet.cells[position] = FilledCell(number=computed, formula=formula_text)
        elif amount is not None and computed == amount:
            sheet.cells[position] = FilledCell(number=amount, formula=formula)
        elif amount is not None and computed is not None:
            name, cell_name = sheet.name, origin(position)
            yield FormulaMismatch(draft.form, path, name, cell_name, amount, computed)


@memoize
def _formulas_of(source: SourceSheet) -> dict[Position, str]:
    """Return the formulas of a blank by their cells."""
    return {
        (number, column): cell.formula
        for number, row in source.rows.items()
        for column, cell in row.cells.items()
        if cell.formula
    }


def show_when_filled(formula: str, sheet: str = "") -> str:
    """Return a formula that shows nothing, not 0, until something it adds up is filled in.

    A formula that reads other sheets than ``sheet`` is returned unchanged.
    """
    read = references(formula, sheet)
    if not read or not all(_is_own(reference, sheet) for reference in read):
        return formula
    counted = ",".join(str(reference.range) for reference in read if isinstance(reference, Area))
    return f'IF(COUNT({counted})=0,"",{formula})'


def _is_own(reference: object, sheet: str) -> bool:
    return isinstance(reference, Area) and reference.sheet == sheet and not reference.last_sheet


def _computed(draft: FormDraft, formula: str) -> Decimal | None:
    """Return a formula's result over the sheet's own numbers; ``None`` if there are none."""
    cells = _DraftCells(draft)
    value = compute(formula, cells, Names(), draft.sheet.name)
    return value.normalize() if isinstance(value, Decimal) and cells.numbers_read else None


class _DraftCells(Budget):
    """The cells of one sheet while it is drafted, as its formulas read them."""

    def __init__(self, draft: FormDraft) -> None:
        super().__init__()
        self._sheet = draft.sheet
        self.numbers_read = 0

    def sheet_names(self) -> Sequence[str]:
        """Return the sheet's name: no formula of a blank reads another."""
        return (self._sheet.name,)

    def cells(self, sheet: str, area: Range) -> Iterator[tuple[Position, CellValue]]:
        """Yield the cells that hold a number or a text, in reading order."""
        del sheet
        for position, cell in sorted(self._sheet.cells.items()):
            if not area.covers(*position):
                continue
            if cell.number is not None:
                self.numbers_read += 1
                yield position, cell.number
            elif cell.text:
                yield position, cell.text

    def formula(self, sheet: str, position: Position) -> str:
        """Return the formula in a cell; "" where there is none."""
        del sheet
        return self._sheet.cells[position].formula

    def is_hidden(self, sheet: str, row: int) -> bool:
        """Return whether a row is hidden: none is."""
        del sheet, row
        return False


# Between forms


class _AmountCell(msgspec.Struct, frozen=True):
    """Cell with an amount of a form; ``path`` is its path in the form."""

    draft: FormDraft
    path: str
    position: Position
    value: Decimal

    @property
    def can_refer(self) -> bool:
        """Return True if it may refer to another: an amount of a field without a formula."""
        content = self.draft.sheet.cells[self.position]
        return (
            "[" not in self.path
            and not content.formula
            and self.path not in self.draft.blank.totals
        )


def _link_forms(drafts: Sequence[FormDraft]) -> None:
    """Link amounts to the amount of another form that a relation says they equal.

    The linking cell is a field's without a formula, its target a table's row or a total, so that no
    two cells refer to each other.
    """
    # Loads the arithmetic rules, which a blank form does not need.
    from xlform.rules.arithmetic.evaluation import by_kind, subjects  # noqa: PLC0415

    by_form = {id(draft.form): draft for draft in drafts}
    forms = by_kind(tuple(draft.form for draft in drafts))
    relation_sets = {
        id(draft.blank.template.set_relations): draft.blank.template.set_relations
        for draft in drafts
    }
    for relation in (relation for relations in relation_sets.values() for relation in relations):
        pairs = list(_equalities(relation.equations))
        for subject in subjects(relation, forms) if pairs else ():
            for pair in pairs:
                left, right = (
                    list(_amount_cells(relation.paths[o], subject, by_form)) for o in pair
                )
                _link(left, right)
                _link(right, left)


def _equalities(equations: Sequence[Equation]) -> Iterator[tuple[Operand, Operand]]:
    """Yield the equations between two single amounts."""
    for equation in equations:
        left, right = equation.left, equation.right
        if equation.comparison != "=" or not isinstance(left, Operand) or left.aggregate:
            continue
        if isinstance(right, Operand) and not right.aggregate:
            yield left, right


def _amount_cells(
    operand: OperandPath, subject: Subject, by_form: Mapping[int, FormDraft]
) -> Iterator[_AmountCell]:
    path = f"{operand.table}[{subject.row}].{operand.column}" if operand.row else operand.column
    for form in subject.forms[operand.source][: 1 if operand.row else None]:
        draft = by_form[id(form)]
        position = draft.positions.get(path)
        number = draft.sheet.cells[position].number if position else None
        if position and number is not None:
            yield _AmountCell(draft, path, position, number)


def _link(dependents: list[_AmountCell], sources: list[_AmountCell]) -> None:
    """Link amounts to the one amount they equal, if there is exactly one."""
    if len(sources) != 1 or sources[0].can_refer:
        return
    source_cell = sources[0]
    formula = source_cell.draft.sheet.quoted + origin(source_cell.position)
    for cell in dependents:
        if not cell.can_refer or cell.draft is source_cell.draft:
            continue
        if cell.value == source_cell.value:
            cell.draft.sheet.cells[cell.position] = FilledCell(number=cell.value, formula=formula)
