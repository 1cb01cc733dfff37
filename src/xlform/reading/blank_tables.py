"""Faults of tables on the blank: headers and totals not printed, columns not declared."""

from __future__ import annotations

from collections.abc import Iterator

from xlform.grid.model import origin
from xlform.messages import listed
from xlform.reading.blank_texts import BlankForm
from xlform.reading.header_row import HeaderRow
from xlform.reading.layout import first_row_after
from xlform.reading.tables import find_rows
from xlform.template.declaration import as_tuple
from xlform.template.faults import DeclarationFault
from xlform.template.form import ColumnTemplate, TableTemplate
from xlform.template.labels import fold
from xlform.template.toml_lines import KeyPath


def table_faults(blank: BlankForm) -> Iterator[DeclarationFault]:
    """Yield the faults of all tables, in the order of the declaration."""
    for name, table in blank.template.tables.items():
        key: KeyPath = ("table", name)
        if table.under and not any(map(blank.printed, table.under)):
            label = as_tuple(table.declaration.under)[0]
            yield DeclarationFault(
                "under-not-printed", (*key, "under"), printed=blank.texts, seen=label,
                label=label,
            )  # fmt: skip
        header = blank.layout.headers.get(name)
        if header is None:
            labels = listed(column.official for column in table.columns.values())
            yield DeclarationFault("header-not-printed", key, printed=blank.texts, labels=labels)
            continue
        yield from _header_faults(blank, key, header)
        yield from _total_faults(blank, key, header)


def _header_faults(blank: BlankForm, key: KeyPath, header: HeaderRow) -> Iterator[DeclarationFault]:
    places: dict[int, str] = {}
    for name, column in header.table.columns.items():
        path = (*key, "stub" if column.stub else "column", name)
        found = header.columns.get(name)
        if found is None:
            if not column.declaration.optional and (column.labels or column.rows):
                yield _missing(blank, path, header, column)
            continue
        if found.misspelt:
            yield DeclarationFault(
                "label-misspelt", (*path, "label"), label=column.official, text=found.misspelt
            )
        if found.first in places:
            other = places[found.first]
            yield DeclarationFault("same-header", (*path, "label"), name=name, other=other)
        places.setdefault(found.first, name)
        count = _printed_in_header(blank, header, column)
        if count > 1 and column.nth == 1 and not _has_sibling(blank, column):
            yield DeclarationFault(
                "header-twice", (*path, "label"), severity="warning", label=column.official,
                count=count,
            )  # fmt: skip
        if found.header.unit and column.kind != "amount":
            yield DeclarationFault(
                "unit-without-amount", (*path, "kind"),
                severity="warning" if column.kind == "number" else "error", label=column.official,
                unit=found.header.unit, name=name, kind=column.kind,
            )  # fmt: skip
    for position in header.unknown_columns:
        if not _is_declared_elsewhere(blank, position):
            yield DeclarationFault(
                "header-undeclared", key, severity="warning",
                at_cell=(blank.index.sheet.name, origin(position)),
                text=" ".join(blank.index.cells[position].text.split()),
            )  # fmt: skip


def _missing(
    blank: BlankForm, path: KeyPath, header: HeaderRow, column: ColumnTemplate
) -> DeclarationFault:
    texts = [
        " ".join(blank.index.cells[header.row, number].text.split())
        for number in blank.index.columns(header.row, blank.area)
    ]
    if column.over and not any(map(blank.printed, column.over)):
        label = as_tuple(column.declaration.over)[0]
        return DeclarationFault(
            "over-not-printed", (*path, "over"), printed=texts, seen=label, over=label,
            name=column.name,
        )  # fmt: skip
    label = next(iter(as_tuple(column.declaration.label or column.declaration.rows)), column.name)
    return DeclarationFault(
        "column-not-printed", (*path, "label"), printed=texts or blank.texts, seen=label,
        label=label, name=column.name,
    )  # fmt: skip


def _printed_in_header(blank: BlankForm, header: HeaderRow, column: ColumnTemplate) -> int:
    """Return how often a column's own label is printed in its header row."""
    if column.over:
        return 1
    cells = blank.index.label_cells_in(column.labels, blank.area)
    return sum(cell.row == header.row for cell in cells)


def _has_sibling(blank: BlankForm, column: ColumnTemplate) -> bool:
    """Return True if a column of some table takes a further one of the same labels."""
    return any(
        other.nth > 1 and {*other.labels} & {*column.labels}
        for table in blank.template.tables.values()
        for other in table.columns.values()
    )


def _is_declared_elsewhere(blank: BlankForm, position: tuple[int, int]) -> bool:
    """Return True if a cell of a header row belongs to another table, a field or a section."""
    return position in blank.index.labelled or position in blank.header_positions


def _total_faults(blank: BlankForm, key: KeyPath, header: HeaderRow) -> Iterator[DeclarationFault]:
    table: TableTemplate = header.table
    if not table.total_fields:
        return
    stop = first_row_after(header, blank.layout.headers, blank.layout.fields, blank.area)
    found = find_rows(blank.index, header, blank.area, stop)
    if found.total is None:
        label = table.totals_label
        printed = [text for text in blank.texts if len(fold(text)) <= len(fold(label)) + 2]
        yield DeclarationFault(
            "total-not-printed", (*key, "total", "label"), printed=printed, seen=label, label=label
        )
