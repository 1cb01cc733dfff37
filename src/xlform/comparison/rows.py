"""Differences between the rows of one table in two forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz, process

from xlform.comparison.equality import same_value, text_of
from xlform.comparison.model import Difference, Side
from xlform.comparison.pairing import Named, pairs
from xlform.messages import translate
from xlform.model.submission import Form
from xlform.template.declaration import ValueKind
from xlform.template.form import TableTemplate
from xlform.template.labels import compact

# Per cent of similarity from which a level on a scan is one of the other form, misread.
_ALIKE: Final = 75
# Kinds of columns that a row can be known by; numbers and targets change.
_NAMING: frozenset[ValueKind] = frozenset(["text"])


class TableSides:
    """One table as two forms have it; columns that only one edition has are left out."""

    def __init__(self, left: Form, right: Form, table: TableTemplate, other: TableTemplate) -> None:
        self._left = left
        self._right = right
        self._table = table
        self._columns = [name for name in table.columns if name in other.columns]
        leaves = [name for name in self._columns if not table.columns[name].stub]
        named = [name for name in leaves if table.columns[name].kind in _NAMING]
        self._name_column = (named or leaves or self._columns)[0]
        self._told: set[tuple[str, str]] = set()

    def differences(self, form_name: str) -> Iterator[Difference]:
        """Yield a difference for each changed value, and one for each row of one side only."""
        unread = [name for name in self._columns if self._is_unread(name)]
        for name in unread:
            yield self._unread_column(name, form_name)
            self._columns.remove(name)
        ours, theirs = self._filled(self._left), self._filled(self._right)
        for one, other in pairs(
            [self._named(self._left, number) for number in ours],
            [self._named(self._right, number) for number in theirs],
        ):
            before = None if one is None else ours[one]
            after = None if other is None else theirs[other]
            yield from self._row_differences(before, after, form_name)

    def _is_unread(self, column: str) -> bool:
        """Return whether the head of a column was not recognised on a scan."""
        left, right = self._has_column(self._left, column), self._has_column(self._right, column)
        return (bool(self._left.places) and right and not left) or (
            bool(self._right.places) and left and not right
        )

    def _has_column(self, form: Form, column: str) -> bool:
        rows = range(len(form.tables.get(self._table.name, ())))
        return any(self._path(number, column) in form.origins for number in rows)

    def _unread_column(self, column: str, form_name: str) -> Difference:
        label = translate(
            "diff.column", table=self._table.official, column=self._table.columns[column].official
        )
        sides = (self._column_side(form, column) for form in (self._left, self._right))
        return Difference("doubtful", form_name, label, self._table.name, *sides)

    def _column_side(self, form: Form, column: str) -> Side:
        if not self._has_column(form, column):
            return Side("", translate("diff.unread-value"), form.sheet, "")
        rows = range(len(form.tables[self._table.name]))
        nothing = translate("diff.nothing")
        texts = [self._text(form, number, column) or nothing for number in rows]
        return Side("", translate("diff.separator").join(texts), form.sheet, "")

    def _filled(self, form: Form) -> list[int]:
        """Return the indexes of the rows that hold more than the labels printed on the form."""
        leaves = [name for name in self._columns if not self._table.columns[name].stub]
        return [
            number
            for number in range(len(form.tables.get(self._table.name, ())))
            if any(compact(self._text(form, number, name)) for name in leaves)
        ]

    def _named(self, form: Form, number: int) -> Named:
        stub = [name for name in self._columns if self._table.columns[name].stub]
        rest = [name for name in self._columns if name not in (*stub, self._name_column)]
        return Named(
            "\n".join(self._level(form, number, name) for name in stub),
            self._text(form, number, self._name_column),
            tuple(compact(self._text(form, number, name)) for name in rest),
        )

    def _level(self, form: Form, number: int, column: str) -> str:
        """Return a level of a row's stub; on a scan the level of the other form that it is like."""
        text = compact(self._text(form, number, column))
        if not form.places or not text:
            return text
        other = self._left if form is self._right else self._right
        rows = range(len(other.tables.get(self._table.name, ())))
        levels = dict.fromkeys(compact(self._text(other, row, column)) for row in rows)
        alike = process.extractOne(text, levels.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return text if text in levels or alike is None else alike[0]

    def _text(self, form: Form, number: int, column: str) -> str:
        value = form.tables[self._table.name][number].get(column)
        return text_of(form, self._path(number, column), value)

    def _path(self, number: int, column: str = "") -> str:
        row = f"{self._table.name}[{number}]"
        return f"{row}.{column}" if column else row

    def _row_differences(
        self, before: int | None, after: int | None, form_name: str
    ) -> Iterator[Difference]:
        if before is None and after is not None:
            side = self._row_side(self._right, after)
            label = self._row_label(self._right, after)
            yield Difference("added", form_name, label, self._path(after), None, side)
        elif after is None and before is not None:
            side = self._row_side(self._left, before)
            label = self._row_label(self._left, before)
            yield Difference("removed", form_name, label, self._path(before), side, None)
        elif before is not None and after is not None:
            yield from self._value_differences(before, after, form_name)

    def _value_differences(self, before: int, after: int, form_name: str) -> Iterator[Difference]:
        for name in self._columns:
            ours, theirs = (
                self._side(self._left, before, name),
                self._side(self._right, after, name),
            )
            left = self._left.tables[self._table.name][before].get(name)
            right = self._right.tables[self._table.name][after].get(name)
            if not same_value(left, ours.text, right, theirs.text) and self._is_new(ours, theirs):
                label = translate(
                    "diff.value",
                    row=self._row_label(self._right, after),
                    column=self._table.columns[name].official,
                )
                yield Difference("changed", form_name, label, self._path(after, name), ours, theirs)

    def _is_new(self, ours: Side, theirs: Side) -> bool:
        """Return True for a level that several rows share and that is not listed yet."""
        cells = ours.cell, theirs.cell
        is_shared = bool(ours.place or theirs.place) and all(cells)
        is_new = not is_shared or cells not in self._told
        self._told.add(cells)
        return is_new

    def _side(self, form: Form, number: int, column: str) -> Side:
        path = self._path(number, column)
        value = form.tables[self._table.name][number].get(column)
        cell, place = form.origins.get(path, ""), form.places.get(path)
        return Side(value, text_of(form, path, value), form.sheet, cell, place)

    def _row_side(self, form: Form, number: int) -> Side:
        """Return a whole row: its values, and its texts in the order of the columns."""
        row = form.tables[self._table.name][number]
        texts = (self._text(form, number, name) for name in self._columns)
        shown = translate("diff.separator").join(text for text in texts if text)
        path = self._path(number, self._name_column)
        return Side(row, shown, form.sheet, form.origins.get(path, ""), form.places.get(path))

    def _row_label(self, form: Form, number: int) -> str:
        """Return the printed name of the table and the row's name, else its group."""
        stub = [name for name in self._columns if self._table.columns[name].stub]
        texts = (self._text(form, number, name) for name in (self._name_column, *reversed(stub)))
        name = next((text for text in texts if text), "")
        return translate("diff.row", table=self._table.official, row=" ".join(name.split()))
