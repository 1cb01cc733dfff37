"""Labels that a form prints more than once, where one of them is misspelt or missing.

其中：财政拨款 is printed for the term and for the year, 指标值 above the targets of both. Counting
alone would give the first part the amounts of the second where its label is spoilt. So misspelt
ones are counted as well; where one is gone, the places of the other labels of the form tell which
are left, and where they do not, none of them is known.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from xlform.grid.address import Range
from xlform.grid.model import Position
from xlform.reading.fields import FoundField, field_label_cells, section_rows
from xlform.reading.fuzzy_labels import closest_label
from xlform.reading.index import LabelCell, SheetIndex, label_cell_at
from xlform.reading.regions import Region
from xlform.template.form import FieldTemplate, FormTemplate, TableTemplate
from xlform.template.labels import fold

_NTH = attrgetter("nth")


class ToldLabel(NamedTuple):
    """Cell with a label, and the text seen there if it is misspelt."""

    cell: LabelCell
    misspelt: str


def is_near(text: str, labels: Iterable[str]) -> bool:
    """Return True for a text that may be one of these labels, misspelt; all are folded."""
    return any(closest_label(label, [text]) for label in labels)


# Fields


class EqualFields(NamedTuple):
    """Fields with equal labels of which some are missing, and the labels told, by name.

    ``seen`` is the cell of the first of their labels, told or not; ``None`` if there is none.
    """

    fields: tuple[FieldTemplate, ...]
    told: dict[str, ToldLabel]
    seen: Position | None


def equal_fields(
    index: SheetIndex,
    region: Region,
    missing: Iterable[FieldTemplate],
    texts: Sequence[tuple[str, Position]],
    found: Mapping[str, FoundField],
    headers: Container[Position],
) -> list[EqualFields]:
    """Return the fields with equal labels of which some are missing, with what tells them apart.

    ``texts`` are the texts that may be misspelt labels, ``found`` the fields found by counting,
    ``headers`` the cells that are headers of tables.
    """
    groups = _incomplete_groups(region.template, missing)
    unsure = {field.name for group in groups for field in group}
    sure = {name: one.label for name, one in found.items() if name not in unsure}
    told = _FieldsApart(index, region, texts, sure, headers)
    return [told.of(group) for group in groups]


def _incomplete_groups(
    template: FormTemplate, missing: Iterable[FieldTemplate]
) -> list[tuple[FieldTemplate, ...]]:
    """Return the fields with equal labels of which some were not found, each group in its order."""
    by_labels: dict[object, list[FieldTemplate]] = {}
    for field in template.fields.values():
        if not field.row:
            by_labels.setdefault((field.labels, field.under), []).append(field)
    names = {field.name for field in missing}
    groups = [tuple(sorted(group, key=_NTH)) for group in by_labels.values()]
    return [
        group
        for group in groups
        if len(group) > 1
        and not names.isdisjoint(field.name for field in group)
        and [field.nth for field in group] == list(range(1, len(group) + 1))
    ]


class _FieldsApart:
    """Tells fields with equal labels apart; ``sure`` are the label cells of the other fields."""

    def __init__(
        self,
        index: SheetIndex,
        region: Region,
        texts: Sequence[tuple[str, Position]],
        sure: Mapping[str, LabelCell],
        headers: Container[Position],
    ) -> None:
        self._index = index
        self._area = region.area
        self._template = region.template
        self._texts = texts
        self._sure = sure
        self._headers = headers

    def of(self, group: tuple[FieldTemplate, ...]) -> EqualFields:
        """Return the labels of a group: all by their order, or those whose place is known."""
        exact = field_label_cells(self._index, group[0], self._area)
        told = [ToldLabel(c, "") for c in exact if c.position not in self._headers]
        told += [
            ToldLabel(label_cell_at(self._index, at), self._index.cells[at].text)
            for at in self._near(group[0])
        ]
        told.sort(key=lambda label: label.cell.position)
        seen = told[0].cell.position if told else None
        if len(told) == len(group):
            by_name = {field.name: one for field, one in zip(group, told, strict=True)}
            return EqualFields(group, by_name, seen)
        places: dict[int, list[ToldLabel]] = {}
        for label in told:
            places.setdefault(
                self._place(label.cell, group, [one.cell for one in told]), []
            ).append(label)
        by_name = {
            field.name: places[field.nth][0]
            for field in group
            if len(places.get(field.nth, ())) == 1
        }
        return EqualFields(group, by_name, seen)

    def _near(self, field: FieldTemplate) -> Iterator[Position]:
        """Yield the cells whose text may be the field's label, within its section.

        What a form need not have is not guessed: 镇级资金 is none of 省级资金, 县级资金.
        """
        if field.declaration.optional:
            return
        sections = self._index.label_cells_in(field.under, self._area)
        rows = [section_rows(self._index, cell, self._area) for cell in sections]
        for text, position in self._texts:
            if rows and not any(position[0] in covered for covered in rows):
                continue
            if is_near(text, field.labels):
                yield position

    def _place(
        self, cell: LabelCell, group: tuple[FieldTemplate, ...], own: list[LabelCell]
    ) -> int:
        """Return which of equal labels a cell holds, from 1; 0 if other labels do not tell it."""
        places = {
            place
            for others in self._complete_groups(group)
            if (place := self._beside(cell, group, others))
        }
        if places:
            return places.pop() if len(places) == 1 else 0
        return self._by_column(cell, group, own)

    def _complete_groups(
        self, group: tuple[FieldTemplate, ...]
    ) -> Iterator[tuple[FieldTemplate, ...]]:
        """Yield other fields with equal labels in the same section, all of which were found."""
        by_labels: dict[object, list[FieldTemplate]] = {}
        for field in self._template.fields.values():
            if field.under == group[0].under and field.name in self._sure and not field.row:
                by_labels.setdefault(field.labels, []).append(field)
        for others in by_labels.values():
            if len(others) == len(group) and others[0].labels != group[0].labels:
                yield tuple(sorted(others, key=_NTH))

    def _beside(
        self,
        cell: LabelCell,
        group: tuple[FieldTemplate, ...],
        others: tuple[FieldTemplate, ...],
    ) -> int:
        """Return the place of a cell by those of other labels, which are as many as its own.

        They are beside each other, each in a column, or below each other.
        """
        cells = [self._sure[field.name] for field in others]
        columns = [other.column for other in cells]
        if len(set(columns)) == len(columns):
            return columns.index(cell.column) + 1 if cell.column in columns else 0
        if len(set(columns)) > 1:
            return 0
        names = list(self._template.fields)
        leads = names.index(group[0].name) < names.index(others[0].name)
        return place_between(cell.row, [other.row for other in cells], leads=leads)

    def _by_column(
        self, cell: LabelCell, group: tuple[FieldTemplate, ...], own: list[LabelCell]
    ) -> int:
        """Return the place of a cell by its column, where the parts of the section have one each.

        They have if as many columns hold labels as there are parts, all of them in some row.
        """
        cells = own + [
            self._sure[field.name]
            for field in self._template.fields.values()
            if field.under == group[0].under and field.name in self._sure
        ]
        columns = sorted({other.column for other in cells})
        by_row: dict[int, set[int]] = {}
        for other in cells:
            by_row.setdefault(other.row, set()).add(other.column)
        if len(columns) != len(group) or set(columns) not in by_row.values():
            return 0
        return columns.index(cell.column) + 1


def place_between(at: int, marks: Sequence[int], *, leads: bool) -> int:
    """Return the place among equal labels from that of others, 0 if it is beyond the last.

    ``marks`` are the rows or columns of the others, one in each part of the form; ``leads`` is set
    if the label goes before the other in its part.
    """
    place = sum(mark < at for mark in marks) + leads
    return place if place <= len(marks) else 0


# Headers


class EqualHeaders:
    """Tells the headers of one row apart that have the same labels, in one table or in several.

    ``headers`` are the cells of the row with the label of each column.
    """

    def __init__(
        self,
        index: SheetIndex,
        table: TableTemplate,
        row: int,
        area: Range,
        headers: Mapping[str, Sequence[LabelCell]],
    ) -> None:
        self._columns = table.columns
        self._counts = table.form.equal_headers if table.form else {}
        # The headers of the row by their labels, those printed once too.
        self._told = {
            column.labels: [ToldLabel(cell, "") for cell in headers.get(name, ())]
            for name, column in table.columns.items()
        }
        # A form may have been taken for two beside each other: then the row lacks nothing.
        short = {
            labels
            for labels in self._told.keys() & self._counts.keys()
            if self._lacks(labels) and len(_in_row(index, labels, row)) < self._counts[labels]
        }
        if not short:
            return
        known = table.form.labels if table.form else frozenset[str]()
        ends: set[int] = set()
        for at in index.columns(row, area):
            cell = index.cells[row, at]
            if index.labelled.get((row, at)) in known:
                ends.add(label_cell_at(index, (row, at)).right)
                continue
            if type(cell.value) is not str:
                continue
            near = [labels for labels in short if is_near(fold(cell.value), labels)]
            if len(near) == 1:  # 拔级指标 may be any level
                self._told[near[0]].append(ToldLabel(label_cell_at(index, (row, at)), cell.text))
        for labels in short:
            self._told[labels].sort(key=lambda label: label.cell.column)
        self._short = short
        self._shared = {labels for labels in short if self._is_shared(labels, ends)}

    _short: Iterable[tuple[str, ...]] = ()
    _shared: Container[tuple[str, ...]] = ()

    @property
    def lacks_any(self) -> bool:
        """Return True if a header is gone, of this table or of the one beside it."""
        return any(self._lacks(labels) for labels in self._short if labels not in self._shared)

    def told(self) -> dict[str, ToldLabel | None]:
        """Return the headers of the columns whose like the row lacks, ``None`` for unknown ones."""
        return {
            name: self._header_of(name)
            for name, column in self._columns.items()
            if column.labels in self._short and not column.over
        }

    def _lacks(self, labels: tuple[str, ...]) -> bool:
        """Return True if a header that is printed several times is printed less often."""
        return len(self._told[labels]) < self._counts[labels]

    def _is_shared(self, labels: tuple[str, ...], ends: Container[int]) -> bool:
        """Return True for a level that the halves of a form share: it is left of both, once.

        No later half has room for one of its own: it begins right behind a header. ``ends`` are
        the last columns of the headers of the row.
        """
        order = list(self._columns.values())
        level = next(column for column in order if column.labels == labels)
        told = self._told[labels]
        if not level.stub or len(told) != 1:
            return False
        behind = [c.labels for c in order[order.index(level) + 1 :] if c.labels in self._counts]
        starts = [[one.cell.column for one in self._told[other]] for other in behind]
        return (
            bool(starts)
            and all(len(columns) > 1 and told[0].cell.column < columns[0] for columns in starts)
            and min(columns[1] for columns in starts) - 1 in ends
        )

    def _header_of(self, name: str) -> ToldLabel | None:
        column = self._columns[name]
        labels = self._told[column.labels]
        if column.labels in self._shared:
            return labels[0]
        if not self._lacks(column.labels):
            return labels[column.nth - 1]
        fitting = [label for label in labels if self._fits(name, label.cell.column)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, name: str, at: int) -> bool:
        """Return True if a header is where that of a column is, and that of no other one."""
        labels = self._columns[name].labels
        equal = [other for other, column in self._columns.items() if column.labels == labels]
        if len(equal) > 1:
            return [other for other in equal if self._is_between(other, at)] == [name]
        order = list(self._columns)
        places = {
            place_between(
                at,
                [label.cell.column for label in self._told[column.labels]],
                leads=order.index(name) < order.index(beside),
            )
            for beside, column in self._columns.items()
            if column.labels in self._counts and not self._lacks(column.labels)
        }
        return places == {self._columns[name].nth}

    def _is_between(self, name: str, at: int) -> bool:
        """Return True for a place right of the columns before one, and left of those after it."""
        order = list(self._columns)
        for beside, column in self._columns.items():
            cells = self._told[column.labels]
            if column.labels in self._counts or not cells:
                continue
            if (order.index(beside) < order.index(name)) is not (cells[0].cell.column < at):
                return False
        return True


def _in_row(index: SheetIndex, labels: tuple[str, ...], row: int) -> list[LabelCell]:
    """Return the cells with one of these labels in a row of the sheet."""
    cells = (cell for label in labels for cell in index.label_cells.get(label, ()))
    return [cell for cell in cells if cell.row == row]
