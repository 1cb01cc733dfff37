"""Doubt in the figures of a scan, and the sums of a form that settle it.

A figure is certain where it was recognised with confidence, or where a sum that the template
declares, or the calculation written beside it, holds with it; two figures that were each recognised
without confidence confirm nothing by being equal, since the same print is taken for the same thing
twice. Where a sum does not hold, and exactly one other reading of one figure makes it hold, that
reading is taken, unless the figure was certain: then the paper may itself be wrong. All others are
doubtful: such an amount is unknown, its text is kept beside it, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from xlform.basis import parse_basis
from xlform.grid.model import Grid, Recognition, plain
from xlform.messages import listed
from xlform.model.submission import Form, Note, Row, Unread, Value, text_of
from xlform.reading.doubtful_readings import CERTAIN, is_doubtful
from xlform.reading.lost_parts import NOTHING_LOST, LostParts, lost_parts, with_lost_parts
from xlform.reading.scanned_forms import ScannedForm, scanned_forms, values_of
from xlform.template.equation import Calculation, Equation, Expression, Number, Operand
from xlform.template.form import FormTemplate
from xlform.template.form_values import FormValues
from xlform.template.relation import Relation
from xlform.template.roles import Role
from xlform.values.amount import parse_amount

_CENT = Decimal("0.005")
_SIGNS = {"+": 1, "-": -1}
# Other readings named in a note.
_OTHERS = 3
# A figure of a sum that does not hold is doubtful if it was read with less confidence.
_CLEAR = 0.99
# An amount and its copy.
_PAIR = 2


class _Sum(NamedTuple):
    """Sum that has to be 0: the paths of its values with their signs, and a number."""

    terms: tuple[tuple[int, str], ...]
    number: Decimal = Decimal()


class _Figure(NamedTuple):
    """Figure at a path: its value in 万元, the other values it may have, and if it is certain."""

    value: Decimal
    others: tuple[Decimal, ...]
    certain: bool


def forms_with_doubt(
    forms: Sequence[Form], unread: Sequence[Unread], templates: Sequence[FormTemplate], grid: Grid
) -> list[Form]:
    """Return the forms of a scan as :func:`with_doubt` does; ``unread`` is what none of them is."""
    found: list[Form] = []
    for scanned in scanned_forms(forms, templates, grid):
        lost = lost_parts(scanned, unread)
        found.append(with_lost_parts(with_doubt(scanned, lost), lost))
    return found


def with_doubt(scanned: ScannedForm, lost: LostParts = NOTHING_LOST) -> Form:
    """Return a form of a scan with the confidence in its values, and the paths of doubtful ones.

    Of one that is not trusted every value is doubtful that no sum confirms; only those that are
    doubtful by themselves have a note.
    """
    form, template, _ = scanned
    recognised = dict(_recognised(scanned))
    if not recognised:
        return form
    values = dict(values_of(form))
    weighing = _Weighing(values, recognised)
    groups = [*_sums(form, template), *_calculations(form, template, recognised)]
    while sum(map(weighing.settle, groups)):
        pass
    doubtful = tuple(
        path
        for path, one in recognised.items()
        if path in values
        and path not in weighing.confirmed
        and (path in weighing.questioned or is_doubtful(path, values[path], one, scanned))
    )
    untrusted = (
        path
        for path in recognised
        if path in values
        and (
            (lost.is_untrusted and path not in weighing.confirmed)
            or (not lost.has_unit and _is_money(path, template))
        )
    )
    noted = doubtful
    doubtful = tuple(dict.fromkeys((*doubtful, *untrusted)))
    confidence = {path: one.confidence for path, one in recognised.items()}
    texts = {path: _seen(path, scanned, values[path]) for path in doubtful}
    unknown = {path: None for path in doubtful if isinstance(values[path], Decimal)}
    cells = {form.origins[path] for path in doubtful}
    settled = _replaced(form, {**weighing.changed, **unknown})
    return msgspec.structs.replace(
        settled,
        origins={**form.origins, **{f"{path}.text": texts[path] for path in unknown}},
        # A reading that is not clear is no mistake of whoever filled in the form.
        notes=(
            *(
                note
                for note in form.notes
                if not (note.code.endswith("-unreadable") and note.cell in cells)
            ),
            *(_note(path, form, texts[path], recognised[path]) for path in noted),
        ),
        confidence=confidence,
        doubtful=doubtful,
    )


def _is_money(path: str, template: FormTemplate) -> bool:
    table, is_row, rest = path.partition("[")
    kind = template.kind_of(rest.partition("].")[2], table) if is_row else template.kind_of(path)
    return kind == "amount"


def _seen(path: str, scanned: ScannedForm, value: Value) -> str:
    """Return the text of a value as it was recognised."""
    if value is not None and not isinstance(value, Decimal):
        return text_of(value)
    place = scanned.cell(path)
    found = place[0].cells.get(place[1]) if place else None
    if found:
        return found.text
    return plain(value) if isinstance(value, Decimal) else text_of(value)


def _note(path: str, form: Form, seen: str, recognition: Recognition) -> Note:
    others = listed(recognition.others[:_OTHERS])
    return Note("figure-doubtful", form.origins[path], seen, others)


class _Weighing:
    """Figures that sums confirm, and those that they change."""

    def __init__(self, values: Mapping[str, Value], recognised: Mapping[str, Recognition]) -> None:
        self.confirmed: set[str] = set()
        self.changed: dict[str, Decimal] = {}
        self.questioned: set[str] = set()
        self._values = values
        self._recognised = recognised
        self._figures = {
            path: _Figure(value, *_others(value, recognised.get(path)))
            for path, value in values.items()
            if isinstance(value, Decimal)
        }

    def settle(self, group: Sequence[_Sum]) -> bool:
        """Weigh a relation, of whose sums one has to hold; return whether anything is new."""
        known = [one for one in group if all(path in self._figures for _, path in one.terms)]
        for one in known:
            if self._holds(one):
                return self._is_evidence(one) and self._confirm(one)
        self.questioned |= {path for one in known for path in self._weakest(one)}
        found = [(one, change) for one in known for change in self._changes(one)]
        if len(found) != 1 or self._figures[found[0][1][0]].certain:
            self.questioned |= {path for _, (path, _) in found}
            return False
        one, (path, value) = found[0]
        self.changed[path] = value
        self._figures[path] = _Figure(value, (), certain=False)
        return self._confirm(one)

    def _weakest(self, one: _Sum) -> Iterator[str]:
        """Yield the figures of a sum that does not hold which may have lost a digit."""
        for _, path in one.terms:
            seen = self._recognised.get(path)
            if seen is not None and seen.confidence < _CLEAR and path not in self.confirmed:
                yield path

    def _is_evidence(self, one: _Sum) -> bool:
        """Return whether a sum that holds is more than one uncertain figure that is there twice.

        A number that is no figure of the form, such as the result of a calculation, is evidence.
        """
        if one.number:
            return True
        paths = [path for _, path in one.terms]
        filled = [path for path in paths if self._figures[path].value] or paths
        sure = any(self._figures[path].certain or path in self.confirmed for path in filled)
        return sure or len(filled) > _PAIR

    def _confirm(self, one: _Sum) -> bool:
        before = len(self.confirmed)
        self.confirmed |= {path for _, path in one.terms}
        return len(self.confirmed) > before

    def _holds(self, one: _Sum) -> bool:
        return abs(self._balance(one)) <= _CENT

    def _balance(self, one: _Sum) -> Decimal:
        return one.number + sum(sign * self._figures[path].value for sign, path in one.terms)

    def _changes(self, one: _Sum) -> Iterator[tuple[str, Decimal]]:
        """Yield the changes of one figure, not confirmed by another sum, that make a sum hold."""
        balance = self._balance(one)
        for sign, path in one.terms:
            figure = self._figures[path]
            for other in figure.others if path not in self.confirmed else ():
                if abs(balance + sign * (other - figure.value)) <= _CENT:
                    yield path, other


def _others(value: Decimal, recognition: Recognition | None) -> tuple[tuple[Decimal, ...], bool]:
    """Return the other values that the cell of an amount may hold, in the unit of the value.

    Also whether the value is certain.
    """
    if recognition is None:
        return (), True
    amounts = (_amount(text) for text in recognition.others)
    others = tuple(dict.fromkeys(one for one in amounts if one is not None and one != value))
    return others, recognition.confidence >= CERTAIN


def _recognised(scanned: ScannedForm) -> Iterator[tuple[str, Recognition]]:
    for path in scanned.form.origins:
        if not path.endswith(".text") and (found := scanned.recognition(path)):
            yield path, found


def _amount(text: str) -> Decimal | None:
    read = parse_amount(text)
    return read.value if read else None


def _sums(form: Form, template: FormTemplate) -> Iterator[list[_Sum]]:
    """Yield for each relation within a form the sums of which one has to hold."""
    for relation in template.relations:
        if relation.each is None and relation.when is None:
            group = [_sum(equation, relation, form) for equation in relation.equations]
            if kept := [one for one in group if one is not None]:
                yield kept


def _sum(equation: Equation, relation: Relation, form: Form) -> _Sum | None:
    if equation.comparison != "=" or not equation.is_plain:
        return None
    left, right = (_terms(side, relation, form) for side in (equation.left, equation.right))
    if left is None or right is None:
        return None
    terms = (*left.terms, *((-sign, path) for sign, path in right.terms))
    return _Sum(terms, left.number - right.number) if len(terms) > 1 else None


def _terms(side: Expression, relation: Relation, form: Form) -> _Sum | None:
    if isinstance(side, Number):
        return _Sum((), side.value)
    if isinstance(side, Operand):
        return _operand(side, relation, form)
    if isinstance(side, Calculation) and side.operator in _SIGNS:
        left = _terms(side.left, relation, form)
        right = _terms(side.right, relation, form)
        if left is None or right is None:
            return None
        sign = _SIGNS[side.operator]
        more = tuple((sign * own, path) for own, path in right.terms)
        return _Sum((*left.terms, *more), left.number + sign * right.number)
    return None


def _operand(operand: Operand, relation: Relation, form: Form) -> _Sum | None:
    place = relation.paths[operand]
    if place.term is not None or (place.table and not operand.summed):
        return None
    if not place.table:
        return _Sum(((1, place.column),))
    rows = range(len(form.tables.get(place.table, ())))
    paths = [f"{place.table}[{row}].{place.column}" for row in rows]
    filled = [path for path in paths if path in form.origins]
    return _Sum(tuple((1, path) for path in filled)) if filled else None


def _calculations(
    form: Form, template: FormTemplate, recognised: Mapping[str, Recognition]
) -> Iterator[list[_Sum]]:
    """Yield that an expense is what its 测算 text computes, where the figures of that are certain.

    Source: domain.md §2.5.
    """
    for row in FormValues(form, template).rows(Role.EXPENSES):
        basis, amount = row.path_of(Role.BASIS), row.path_of(Role.AMOUNT)
        seen = recognised.get(basis)
        if not amount or seen is None or seen.in_figures < CERTAIN:
            continue
        found = parse_basis(row.text(Role.BASIS), form.year).summation
        if found.items and not found.doubts and not found.guesses and found.right == found.value:
            yield [_Sum(((1, amount),), -found.value)]


def _replaced(form: Form, changed: Mapping[str, Decimal | None]) -> Form:
    """Return a form with some of its amounts changed."""
    if not changed:
        return form
    fields = {name: changed.get(name, value) for name, value in form.fields.items()}
    tables: dict[str, tuple[Row, ...]] = {
        table: tuple(
            {name: changed.get(f"{table}[{number}].{name}", value) for name, value in row.items()}
            for number, row in enumerate(rows)
        )
        for table, rows in form.tables.items()
    }
    return msgspec.structs.replace(form, fields=fields, tables=tables)
