"""Cells no declaration covers, grouped into rectangles, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from xlform.grid.address import Range
from xlform.grid.model import Cell, Position, Sheet, origin
from xlform.messages import listed, translate
from xlform.model.submission import Unread
from xlform.reading.forms import FormReading
from xlform.reading.index import SheetIndex
from xlform.reading.values import strip_whitespace

_MAX_SHOWN = 20
_WORDS_SHOWN = 60


def unread_cells(index: SheetIndex, forms: list[FormReading]) -> list[Unread]:
    """Return the cells of a sheet that none of its forms accounts for, grouped by adjacency."""
    unclaimed = unclaimed_cells(index, forms)
    if not unclaimed:
        return []
    unknown_columns = [position for form in forms for position in form.unknown_columns]
    return [_unread_range(index, group, unknown_columns) for group in _adjacent_groups(unclaimed)]


def unclaimed_cells(index: SheetIndex, forms: list[FormReading]) -> set[Position]:
    """Return the positions of cells with content that none of the forms accounts for."""
    claimed = forms[0].claimed if len(forms) == 1 else _claimed_by(forms)
    if len(claimed) == len(index.cells):
        return set()
    return {
        position
        for position, cell in index.cells.items()
        if position not in claimed and (strip_whitespace(cell.text) or cell.formula)
    }


def _claimed_by(forms: list[FormReading]) -> frozenset[Position]:
    return frozenset().union(*(form.claimed for form in forms))


def struck_cells(
    struck: Mapping[Position, str], sheet: Sheet, forms: list[FormReading]
) -> list[Unread]:
    """Return the struck-out words that no form mentions."""
    told = {note.cell for form in forms for note in form.form.notes if note.code == "struck-text"}
    return [
        Unread(
            sheet.name,
            translate("unread.struck", seen=words[:_MAX_SHOWN]),
            origin(position),
        )
        for position, words in struck.items()
        if origin(position) not in told
    ]


def unread_objects(sheet: Sheet) -> list[Unread]:
    """Return comments, pictures and objects of a sheet, which are in no cell and are not read."""
    texts = [
        Unread(
            sheet.name,
            translate(f"beside-words.{one.kind}", words=" ".join(one.words.split())[:_WORDS_SHOWN]),
            one.cell,
        )
        for one in sheet.beside_texts
    ]
    texts += [Unread(sheet.name, translate("unread.far"), str(area)) for area in sheet.skipped]
    told = {one.kind for one in sheet.beside_texts}
    return texts + [
        Unread(sheet.name, translate("unread.beside", what=translate(f"beside.{kind}")))
        for kind in sheet.beside_cells
        if kind not in told
    ]


def _adjacent_groups(unclaimed: set[Position]) -> list[list[Position]]:
    """Return groups of adjacent cells, each in reading order."""
    groups: list[list[Position]] = []
    for start in sorted(unclaimed):
        if start not in unclaimed:
            continue
        unclaimed.discard(start)
        group, queue = [start], [start]
        while queue:
            row, column = queue.pop()
            for neighbour in _neighbours(row, column):
                if neighbour in unclaimed:
                    unclaimed.discard(neighbour)
                    group.append(neighbour)
                    queue.append(neighbour)
        groups.append(sorted(group))
    return groups


def _neighbours(row: int, column: int) -> tuple[Position, ...]:
    return (row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)


def _unread_range(
    index: SheetIndex, group: list[Position], unknown_columns: list[Position]
) -> Unread:
    rows = [row for row, _ in group]
    columns = [column for _, column in group]
    area = Range(min(rows), min(columns), max(rows), max(columns))
    headers = [
        header for header in unknown_columns if header[0] <= area.top and header[1] in columns
    ]
    key = "unread.column" if headers else "unread.outside"
    shown = listed(_excerpt(index.cells[position]) for position in headers or group[:1])
    return Unread(index.sheet.name, translate(key, seen=shown), str(area))


def _excerpt(cell: Cell) -> str:
    text = " ".join(strip_whitespace(cell.text).split()) or f"={cell.formula}"
    return text[:_MAX_SHOWN] + ("…" if len(text) > _MAX_SHOWN else "")
