"""Live formulas with their values: only where what they come to is just what was filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from xlform.formula.arithmetic import NotTold, Read, compute
from xlform.formula.references import Area, Names, references
from xlform.grid.model import Position, origin
from xlform.model.submission import Form
from xlform.ooxml.fill.sheet_layout import Filled
from xlform.template.equation import Equation, Operand
from xlform.template.relation import OperandPath
from xlform.writing.draft import Drafted

if TYPE_CHECKING:
    from xlform.rules.arithmetic.evaluation import Subject


class Differing(msgspec.Struct, frozen=True):
    """A filed amount that its formula would not come to, so that it was written as a number."""

    form: Form
    path: str
    sheet: str
    cell: str
    filed: Decimal
    computed: Decimal


def add_formulas(drafts: Sequence[Drafted], *, open_totals: bool) -> list[Differing]:
    """Put the blanks' own formulas and those between forms into the sheets, where they hold.

    ``open_totals``: where no amount was filed the formula stands without a result, and shows
    nothing until there is something to add up.
    """
    differing = [one for draft in drafts for one in _own_formulas(draft, open_totals=open_totals)]
    _link_forms(drafts)
    return differing


def _own_formulas(draft: Drafted, *, open_totals: bool) -> Iterator[Differing]:
    """The formulas a blank prints, over the rows as they are now."""
    sheet = draft.sheet
    by_place = {position: path for path, position in draft.places.items()}
    for source, row in sheet.pattern.rows.items():
        for column, cell in row.cells.items():
            copies = sheet.relaying.copies(source) if cell.formula else ()
            if not copies or source in sheet.bare:
                continue
            position = copies[0][0], column
            path = by_place.get(position, "")
            formula = sheet.formula(cell.formula)
            computed = _computed(draft, formula)
            own = sheet.cells.get(position, Filled())
            filed = own.number
            if not path or (open_totals and own == Filled()):
                waits = computed is None and path
                shown = waiting(formula, sheet.name) if waits else formula
                sheet.cells[position] = Filled(number=computed, formula=shown)
            elif filed is not None and computed == filed:
                sheet.cells[position] = Filled(number=filed, formula=formula)
            elif filed is not None and computed is not None:
                name, cell_name = sheet.name, origin(position)
                yield Differing(draft.form, path, name, cell_name, filed, computed)


def waiting(formula: str, sheet: str = "") -> str:
    """A formula that shows nothing, not 0, while nothing it adds up is filled in.

    One that reads cells of other sheets than ``sheet`` stays as it is.
    """
    read = references(formula, sheet)
    if not read or not all(_is_own(one, sheet) for one in read):
        return formula
    counted = ",".join(str(one.range) for one in read if isinstance(one, Area))
    return f'IF(COUNT({counted})=0,"",{formula})'


def _is_own(one: object, sheet: str) -> bool:
    return isinstance(one, Area) and one.sheet == sheet and not one.last_sheet


def _computed(draft: Drafted, formula: str) -> Decimal | None:
    """What a formula comes to over the sheet's own numbers; ``None`` if there are none to count."""
    counted = 0

    def look(area: Area) -> Iterator[Read]:
        nonlocal counted
        if area.sheet != draft.sheet.name or area.last_sheet:
            raise NotTold
        for (row, column), cell in draft.sheet.cells.items():
            if area.range.covers(row, column):
                if cell.number is not None:
                    counted += 1
                    yield cell.number
                elif cell.text:
                    yield cell.text

    try:
        value = compute(formula, draft.sheet.name, Names(()), look)
    except NotTold:
        return None
    return value if isinstance(value, Decimal) and counted else None


# Between forms


class _Cell(msgspec.Struct, frozen=True):
    """An amount of a form where it stands; ``path`` leads to it in the form."""

    draft: Drafted
    path: str
    position: Position
    value: Decimal

    @property
    def follows(self) -> bool:
        """Whether it may refer to another: a field's amount that no formula gives already."""
        own = self.draft.sheet.cells[self.position]
        return "[" not in self.path and not own.formula and self.path not in self.draft.blank.totals


def _link_forms(drafts: Sequence[Drafted]) -> None:
    """Amounts that a relation says are one amount of another form refer to it.

    The cell that refers is a field's without a formula; what it refers to is a table's row or a
    total, so that no two refer to each other.
    """
    # Loads the arithmetic rules, which a plain blank does without.
    from xlform.rules.arithmetic.evaluation import by_kind, subjects  # noqa: PLC0415

    of_form = {id(draft.form): draft for draft in drafts}
    forms = by_kind(tuple(draft.form for draft in drafts))
    sets = {
        id(one.blank.template.set_relations): one.blank.template.set_relations for one in drafts
    }
    for relation in (relation for relations in sets.values() for relation in relations):
        pairs = list(_singles(relation.equations))
        for subject in subjects(relation, forms) if pairs else ():
            for pair in pairs:
                left, right = (list(_cells(relation.paths[o], subject, of_form)) for o in pair)
                _link(left, right)
                _link(right, left)


def _singles(equations: Sequence[Equation]) -> Iterator[tuple[Operand, Operand]]:
    """Equations that say one amount is another."""
    for one in equations:
        left, right = one.left, one.right
        if one.comparison != "=" or not isinstance(left, Operand) or left.summed:
            continue
        if isinstance(right, Operand) and not right.summed:
            yield left, right


def _cells(place: OperandPath, subject: Subject, of_form: Mapping[int, Drafted]) -> Iterator[_Cell]:
    path = f"{place.table}[{subject.row}].{place.column}" if place.row else place.column
    for form in subject.forms[place.source][: 1 if place.row else None]:
        draft = of_form[id(form)]
        position = draft.places.get(path)
        number = draft.sheet.cells[position].number if position else None
        if position and number is not None:
            yield _Cell(draft, path, position, number)


def _link(following: list[_Cell], leading: list[_Cell]) -> None:
    """Let amounts refer to the one amount they equal, if there is one such."""
    if len(leading) != 1 or leading[0].follows:
        return
    lead = leading[0]
    formula = lead.draft.sheet.quoted + origin(lead.position)
    for one in following:
        if one.follows and one.value == lead.value and one.draft is not lead.draft:
            one.draft.sheet.cells[one.position] = Filled(number=one.value, formula=formula)
