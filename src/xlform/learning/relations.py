"""Relations of a learnt form: from the blank's formulas, and those that its labels suggest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from xlform.errors import XlformError
from xlform.formula.parser import parse
from xlform.formula.tree import Call, Cells, Chain, Missing, Node, Number, Percent, Unary
from xlform.grid.address import Range
from xlform.grid.model import Position, origin
from xlform.learning.blank_sheet import BlankSheet
from xlform.learning.declared import template_of
from xlform.learning.labels import plain_label
from xlform.learning.proposal import LearntForm, LearntRelation, LearntTable
from xlform.template.declaration import NUMBERS, ValueKind
from xlform.template.labels import fold

_FUNCTIONS = {"ROUND": "round", "ABS": "abs", "MIN": "min", "MAX": "max"}
# Functions around a value for the case that it is an error or empty.
_GUARDS = frozenset(("IFERROR", "IFNA"))
_OPERATORS = frozenset("+-*/")


class _Untold(Exception):
    """A part of a formula that no relation can say."""


class Relations:
    """Finds relations; names of cells are those of the fields and columns they hold."""

    def __init__(self, form: LearntForm, sheet: BlankSheet) -> None:
        self._form = form
        self._sheet = sheet
        self._names: dict[Position, str] = {}
        self._kinds: dict[str, ValueKind] = {}
        for field in form.fields:
            if field.value != field.head.position:
                self._names[field.value] = field.name
                self._kinds[field.name] = field.kind
        for table in form.tables:
            for column in table.columns:
                name = table.total.fields.get(column.name) if table.total else None
                if table.total and name:
                    self._names[table.total.row, column.head.column] = name
                    self._kinds[name] = column.kind

    def find(self) -> list[LearntRelation]:
        """Return the relations, those of formulas first; each once."""
        found: dict[tuple[str, str], LearntRelation] = {}
        for relation in (*self._of_formulas(), *self._of_totals(), *self._of_parts()):
            found.setdefault((relation.each, relation.check), relation)
        left = {relation.check.partition(" = ")[0] for relation in found.values() if relation.sure}
        return [r for r in found.values() if r.sure or r.check.partition(" = ")[0] not in left]

    def _of_formulas(self) -> Iterator[LearntRelation]:
        for position, formula in sorted(self._sheet.formulas.items()):
            table = self._table_at(position)
            try:
                tree = parse(formula)
                if position in self._names:
                    name = self._names[position]
                    check = f"{name} = {self._side(tree, name, None)}"
                    yield LearntRelation(check, origin(position))
                elif table:
                    name = self._in_row(position, table)
                    check = f"{name} = {self._side(tree, name, table, position[0])}"
                    yield LearntRelation(check, origin(position), each=table.name)
            except _Untold:
                continue

    def _side(self, tree: Node, name: str, table: LearntTable | None, row: int = 0) -> str:
        """Return a formula as the right side of a relation; a rate counts in percent."""
        text = self._text(tree, table, row)
        kind = self._kinds.get(name)
        if kind == "percent" and "100" not in text and "/" in text:
            return f"({text}) * 100" if isinstance(tree, Chain) and "+" in text else f"{text} * 100"
        return text

    def _table_at(self, position: Position) -> LearntTable | None:
        for table in self._form.tables:
            if table.first_row <= position[0] <= table.last_row and any(
                column.head.column == position[1] for column in table.columns
            ):
                return table
        return None

    def _in_row(self, position: Position, table: LearntTable) -> str:
        column = next((c for c in table.columns if c.head.column == position[1]), None)
        if column is None or column.stub or column.kind not in NUMBERS:
            raise _Untold
        name = f"{table.name}.{column.name}"
        self._kinds[name] = column.kind
        return name

    def _text(self, node: Node, table: LearntTable | None, row: int) -> str:
        """Return a part of a formula in the words of relations; raises ``_Untold``."""
        if isinstance(node, Number):
            return format(node.value, "f")
        if isinstance(node, Percent) and isinstance(node.operand, Number):
            return format(node.operand.value.scaleb(-2 * node.times), "f")
        if isinstance(node, Cells):
            return self._cell(node, table, row)
        if isinstance(node, Chain) and set(node.operators) <= _OPERATORS:
            return self._chain(node, table, row)
        if isinstance(node, Unary) and node.operator == "+":
            return self._text(node.operand, table, row)
        if isinstance(node, Call):
            return self._call(node, table, row)
        raise _Untold

    def _chain(self, node: Chain, table: LearntTable | None, row: int) -> str:
        parts = [self._text(operand, table, row) for operand in node.operands]
        bracketed = [
            f"({part})" if isinstance(operand, Chain) else part
            for operand, part in zip(node.operands, parts, strict=True)
        ]
        text = bracketed[0]
        for operator, part in zip(node.operators, bracketed[1:], strict=True):
            text += f" {operator} {part}"
        return text

    def _call(self, node: Call, table: LearntTable | None, row: int) -> str:
        name = node.name.upper()
        arguments = [one for one in node.arguments if not isinstance(one, Missing)]
        if name == "SUM":
            return " + ".join(self._sum(one, table, row) for one in arguments) or "0"
        if name in _GUARDS and arguments:
            return self._text(arguments[0], table, row)
        if name == "IF" and len(arguments) > 1:
            return self._guarded(arguments, table, row)
        if name in _FUNCTIONS:
            inner = ", ".join(self._text(one, table, row) for one in arguments)
            return f"{_FUNCTIONS[name]}({inner})"
        raise _Untold

    def _guarded(self, arguments: Sequence[Node], table: LearntTable | None, row: int) -> str:
        """Return what IF gives where it is no guard against an empty cell or a zero."""
        values = [a for a in arguments[1:] if isinstance(a, Chain | Cells | Call)]
        if len(values) != 1:
            raise _Untold
        return self._text(values[0], table, row)

    def _sum(self, node: Node, table: LearntTable | None, row: int) -> str:
        if not isinstance(node, Cells) or node.range.area == 1:
            return self._text(node, table, row)
        if node.sheet:
            raise _Untold
        area = node.range
        if area.left == area.right and (column := self._whole_column(area)):
            return f"sum({column})"
        names = []
        for line in range(area.top, area.bottom + 1):
            for place in range(area.left, area.right + 1):
                slot = self._sheet.slot(line, place)
                if slot.position == (line, place) and (line, place) in self._names:
                    names.append(self._names[line, place])
                elif table and line == row:
                    names.append(self._in_row((line, place), table))
                elif slot.position == (line, place) and not slot.is_label:
                    raise _Untold
        if not names:
            raise _Untold
        return " + ".join(names)

    def _whole_column(self, area: Range) -> str:
        """Return the column of a table whose entries a range covers, "" if it is none."""
        for table in self._form.tables:
            total = table.total.row if table.total else 0
            rows = [r for r in range(table.first_row, table.last_row + 1) if r != total]
            inside = table.first_row <= area.top and area.bottom <= table.last_row
            if not rows or not inside or area.top <= total <= area.bottom:
                continue
            column = next((c for c in table.columns if c.head.column == area.left), None)
            if column and not column.stub and area.top == rows[0] and area.bottom >= rows[-1]:
                return f"{table.name}.{column.name}"
        return ""

    def _cell(self, node: Cells, table: LearntTable | None, row: int) -> str:
        if node.sheet or node.range.area > 1:
            raise _Untold
        position = node.range.top, node.range.left
        if position in self._names:
            return self._names[position]
        if table and position[0] == row:
            return self._in_row(position, table)
        raise _Untold

    def _of_totals(self) -> Iterator[LearntRelation]:
        """Yield the sums that total rows are likely to hold."""
        sums = self._sheet.words.labels("sum-labels")
        for table in self._form.tables:
            if table.total is None or fold(table.total.label) not in sums:
                continue
            for column, field in table.total.fields.items():
                check = f"{field} = sum({table.name}.{column})"
                yield LearntRelation(check, origin((table.total.row, 1)), sure=False)

    def _of_parts(self) -> Iterator[LearntRelation]:
        """Yield the sums of parts after 其中 that their total above is likely to be."""
        of_which = self._sheet.words.labels("of-which")
        columns: dict[tuple[int, int], list[tuple[int, str, str]]] = {}
        for field in self._form.fields:
            if field.kind == "amount" and field.group:
                label = field.row_label or field.label
                columns.setdefault((field.group.row, field.value[1]), []).append(
                    (field.value[0], label, field.name)
                )
        for rows in columns.values():
            rows.sort()
            first, *parts = rows
            labels = [label for _, label, _ in parts]
            if any(plain_label(label) != plain_label(label, of_which) for label in labels):
                check = f"{first[2]} = {' + '.join(name for _, _, name in parts)}"
                yield LearntRelation(check, origin((first[0], 1)), sure=False)


def sound_relations(form: LearntForm, relations: list[LearntRelation]) -> list[LearntRelation]:
    """Return the relations without those that the form's template can't have."""
    kept: list[LearntRelation] = []
    for relation in relations:
        form.relations = [msgspec.structs.replace(relation, sure=True)]
        try:
            template_of(form, Path(), "learnt/form")
        except XlformError:
            continue
        kept.append(relation)
    form.relations = []
    return kept
