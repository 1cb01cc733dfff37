"""What no declaration read: gathered cell by cell, told in rectangles, with the reason."""

from __future__ import annotations

from xlform.grid.model import Cell, Position, Sheet
from xlform.messages import translate
from xlform.model.submission import Unread
from xlform.ooxml.address import Range
from xlform.reading.forms import ReadForm
from xlform.reading.index import SheetIndex
from xlform.reading.values import stripped

_SHOWN = 20


def leftovers(index: SheetIndex, forms: list[ReadForm]) -> list[Unread]:
    """The cells of a sheet that none of its forms answers for, neighbours together."""
    claimed = {position for form in forms for position in form.claimed}
    if len(claimed) == len(index.cells):
        return []
    strangers = [position for form in forms for position in form.strangers]
    left = {
        position
        for position, cell in index.cells.items()
        if position not in claimed and (stripped(cell.text) or cell.formula)
    }
    return [_told(index, group, strangers) for group in _neighbours(left)]


def beside_cells(sheet: Sheet) -> list[Unread]:
    """Comments, pictures and objects of a sheet, which hold no cell and are not read."""
    return [
        Unread(sheet.name, translate("unread.beside", what=translate(f"beside.{kind}")))
        for kind in sheet.beside_cells
    ]


def _neighbours(left: set[Position]) -> list[list[Position]]:
    """Groups of cells that touch, each in reading order."""
    groups: list[list[Position]] = []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        group, waiting = [start], [start]
        while waiting:
            row, column = waiting.pop()
            for near in _around(row, column):
                if near in left:
                    left.discard(near)
                    group.append(near)
                    waiting.append(near)
        groups.append(sorted(group))
    return groups


def _around(row: int, column: int) -> tuple[Position, ...]:
    return (row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)


def _told(index: SheetIndex, group: list[Position], strangers: list[Position]) -> Unread:
    rows = [row for row, _ in group]
    columns = [column for _, column in group]
    area = Range(min(rows), min(columns), max(rows), max(columns))
    heads = [head for head in strangers if head[0] <= area.top and head[1] in columns]
    key = "unread.column" if heads else "unread.outside"
    seen = "、".join(_shown(index.cells[position]) for position in heads or group[:1])
    return Unread(index.sheet.name, translate(key, seen=seen), str(area))


def _shown(cell: Cell) -> str:
    text = " ".join(stripped(cell.text).split()) or f"={cell.formula}"
    return text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
