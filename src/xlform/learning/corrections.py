"""Corrections of a proposed declaration as data: what a person pointed at on the blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from xlform.errors import XlformError
from xlform.grid.address import Range, cell_name, parse_cell, parse_range
from xlform.template.declaration import MoneyUnit, ValueKind

if TYPE_CHECKING:
    from xlform.grid.model import Position

# What a cell is said to be: a printed label, the place of a value, or no part of the form.
Mark = Literal["label", "value", "none"]
Repeat = Literal["one", "many", "rows"]
_CORRECTIONS_AT_MOST: Final = 400
# Cells of a header that is pointed at.
_HEAD_AT_MOST: Final = 400


class PointingProblem(XlformError):
    """Something pointed at on a blank that can't be what it is said to be."""


class Pair(msgspec.Struct, frozen=True):
    """Label and the cell of its value, by name; one cell for a value inside its label's cell."""

    label: str
    value: str


class PointedTable(msgspec.Struct, frozen=True):
    """Table: the area of its header (``B7:F8``), and its last row, 0 where the sheet tells it.

    ``crossing``: its rows have labels too, and a value at each crossing with a column.
    """

    head: str
    last: int = 0
    crossing: bool = False


class PartChange(msgspec.Struct, frozen=True):
    """Change of a field, column or table; ``None`` where it is as proposed.

    A ``role`` of "" is none at all.
    """

    name: str | None = None
    kind: ValueKind | None = None
    role: str | None = None
    required: bool | None = None

    def then(self, later: PartChange) -> PartChange:
        """Return both changes as one; the later counts."""
        return msgspec.structs.replace(self, **_set_in(later))


class FormChange(msgspec.Struct, frozen=True):
    """Change of the form itself; ``None`` where it is as proposed."""

    kind: str | None = None
    title: str | None = None
    money: MoneyUnit | None = None
    repeat: Repeat | None = None

    def then(self, later: FormChange) -> FormChange:
        """Return both changes as one; the later counts."""
        return msgspec.structs.replace(self, **_set_in(later))


def _set_in(change: PartChange | FormChange) -> dict[str, object]:
    return {key: one for key, one in msgspec.structs.asdict(change).items() if one is not None}


class Corrections(msgspec.Struct, frozen=True):
    """All that was pointed out on one sheet. Cells are names (``C3``), of a merge its first cell.

    ``marks`` are cells with what they are, ``totals`` the labels of total rows, ``title`` is the
    cell of the title. ``parts`` are changes by the key of a part, see :func:`.parts_by_key`.
    """

    marks: tuple[tuple[str, Mark], ...] = ()
    pairs: tuple[Pair, ...] = ()
    tables: tuple[PointedTable, ...] = ()
    totals: tuple[str, ...] = ()
    title: str = ""
    parts: tuple[tuple[str, PartChange], ...] = ()
    form: FormChange = FormChange()

    def with_pair(self, label: str, value: str) -> Corrections:
        """Return them with a label and its value, in place of what was said of the value.

        At crossings a label has several values; of others the last counts.
        """
        label, value = _cell(label), _cell(value)
        pairs = [one for one in self.pairs if one.value != value]
        return _checked(
            msgspec.structs.replace(
                self,
                marks=self._marks_without(label, value),
                pairs=(*pairs, Pair(label, value)),
                totals=tuple(cell for cell in self.totals if cell != label),
            )
        )

    def with_mark(self, cell: str, mark: Mark) -> Corrections:
        """Return them with what a cell is, in place of what was said of it."""
        cell = _cell(cell)
        position = parse_cell(cell)
        return _checked(
            msgspec.structs.replace(
                self,
                marks=(*self._marks_without(cell), (cell, mark)),
                pairs=tuple(one for one in self.pairs if cell not in (one.label, one.value)),
                tables=tuple(
                    one for one in self.tables if not parse_range(one.head).covers(*position)
                ),
                totals=tuple(one for one in self.totals if one != cell),
                title="" if self.title == cell else self.title,
            )
        )

    def with_table(
        self, first: str, last: str, end: str = "", *, crossing: bool = False
    ) -> Corrections:
        """Return them with a table: the outer cells of its header, a cell of its last row or ""."""
        area = _area(first, last)
        row = parse_cell(_cell(end))[0] if end else 0
        if row and row <= area.bottom:
            raise PointingProblem("pointed-end", cell=_cell(end), head=str(area))
        if area.area > _HEAD_AT_MOST:
            raise PointingProblem("pointed-large-head", head=str(area), limit=_HEAD_AT_MOST)
        kept = [one for one in self.tables if not _overlap(parse_range(one.head), area)]
        marks = [(cell, mark) for cell, mark in self.marks if not area.covers(*parse_cell(cell))]
        pairs = [one for one in self.pairs if not area.covers(*parse_cell(one.label))]
        return _checked(
            msgspec.structs.replace(
                self,
                marks=tuple(marks),
                pairs=tuple(pairs),
                tables=(*kept, PointedTable(str(area), row, crossing)),
            )
        )

    def with_total(self, cell: str) -> Corrections:
        """Return them with the label of a total row."""
        cell = _cell(cell)
        others = tuple(one for one in self.totals if one != cell)
        marks = self._marks_without(cell)
        return _checked(msgspec.structs.replace(self, marks=marks, totals=(*others, cell)))

    def with_title(self, cell: str) -> Corrections:
        """Return them with the cell of the title."""
        return msgspec.structs.replace(self, title=_cell(cell))

    def with_part(self, key: str, change: PartChange) -> Corrections:
        """Return them with a further change of a part."""
        before = dict(self.parts)
        parts = {**before, key: before.get(key, PartChange()).then(change)}
        return _checked(msgspec.structs.replace(self, parts=tuple(parts.items())))

    def with_form(self, change: FormChange) -> Corrections:
        """Return them with a further change of the form itself."""
        return msgspec.structs.replace(self, form=self.form.then(change))

    def label_cells(self) -> Iterator[Position]:
        """Yield the cells that are pointed at as labels."""
        yield from (parse_cell(cell) for cell, mark in self.marks if mark == "label")
        yield from (parse_cell(pair.label) for pair in self.pairs)
        yield from map(parse_cell, self.totals)
        for table in self.tables:
            yield from parse_range(table.head).positions()
        if self.title:
            yield parse_cell(self.title)

    def value_cells(self) -> Iterator[Position]:
        """Yield the cells that are pointed at as places of values."""
        yield from (parse_cell(cell) for cell, mark in self.marks if mark == "value")
        yield from (parse_cell(pair.value) for pair in self.pairs if pair.value != pair.label)

    def none_cells(self) -> Iterator[Position]:
        """Yield the cells that are no part of the form."""
        yield from (parse_cell(cell) for cell, mark in self.marks if mark == "none")

    def _marks_without(self, *cells: str) -> tuple[tuple[str, Mark], ...]:
        return tuple((cell, mark) for cell, mark in self.marks if cell not in cells)


NO_CORRECTIONS: Final = Corrections()


def _checked(corrections: Corrections) -> Corrections:
    """Return corrections of which there are not too many."""
    lists = (corrections.marks, corrections.pairs, corrections.tables, corrections.parts)
    if sum(map(len, lists)) + len(corrections.totals) > _CORRECTIONS_AT_MOST:
        raise PointingProblem("pointed-too-many", limit=_CORRECTIONS_AT_MOST)
    return corrections


def _cell(name: str) -> str:
    """Return a cell's name as it is written; :class:`PointingProblem` for what is none."""
    try:
        return cell_name(*parse_cell(name.strip().upper()))
    except ValueError:
        raise PointingProblem("pointed-no-cell", cell=name[:20]) from None


def _area(first: str, last: str) -> Range:
    return parse_range(f"{_cell(first)}:{_cell(last)}")


def _overlap(one: Range, other: Range) -> bool:
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right
