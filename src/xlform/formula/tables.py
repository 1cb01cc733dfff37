"""Cells that a structured reference names: ``表1[金额]``, ``表1[[#This Row],[元]]``, ``[@元]``.

Source: ECMA-376 part 1, 18.17.6.8 (structured references).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from xlform.formula.addresses import ALL_FIXED
from xlform.formula.parser import parse
from xlform.formula.tokens import tokens
from xlform.formula.tree import Cells, Table
from xlform.grid.address import Range, cell_name
from xlform.grid.model import NamedTable, Position

_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]", re.DOTALL)
_ESCAPED = re.compile(r"'(.)", re.DOTALL)
_THIS_ROW = "#this row"
_BLANKS = " \t\r\n"


def table_cells(
    node: Table, tables: Collection[NamedTable], sheet: str, at: Position | None
) -> Cells | None:
    """Return the cells of a structured reference in a formula at a position of a sheet.

    ``None`` if the table, a column or the row is not known.
    """
    name, inner = _name_and_inner(node)
    table = _table(name, tables, sheet, at)
    if table is None:
        return None
    items, columns = _items(inner)
    across = _columns(table, columns)
    down = _rows(table, items, sheet, at)
    if across is None or down is None:
        return None
    return Cells(table.sheet, Range(down[0], across[0], down[1], across[1]), "", ALL_FIXED)


def without_tables(formula: str, tables: Collection[NamedTable], sheet: str, at: Position) -> str:
    """Return a formula with the addresses of known tables in place of their names."""
    if "[" not in formula or not tables:
        return formula
    written = ""
    found = tokens(formula)
    for number, (kind, text) in enumerate(found):
        after = found[number + 1][0] if number + 1 < len(found) else ""
        if kind == "word" and after == "bracket":
            continue
        if kind != "bracket":
            written += text
            continue
        before = found[number - 1] if number else ("symbol", "")
        name = before[1] if before[0] == "word" else ""
        node = parse(name + text)
        cells = table_cells(node, tables, sheet, at) if isinstance(node, Table) else None
        written += _address(cells) if cells else name + text
    return written


def _address(cells: Cells) -> str:
    area, sheet = cells.range, cells.sheet.replace("'", "''")
    first, last = cell_name(area.top, area.left), cell_name(area.bottom, area.right)
    return f"'{sheet}'!{first}" + ("" if first == last else f":{last}")


def _name_and_inner(node: Table) -> tuple[str, str]:
    first, *rest = node.parts
    if first.startswith("["):
        return "", first[1:-1]
    return first, rest[0][1:-1] if len(rest) == 1 else ""


def _table(
    name: str, tables: Collection[NamedTable], sheet: str, at: Position | None
) -> NamedTable | None:
    """Return a table by its name; without one that around the formula."""
    if name:
        folded = name.casefold()
        return next((one for one in tables if one.name.casefold() == folded), None)
    around = (one for one in tables if at and one.sheet == sheet and one.range.covers(*at))
    return next(around, None)


def _items(inner: str) -> tuple[list[str], list[str]]:
    """Return the parts of the table that are named (``#totals``), and the columns' ends."""
    inner = inner.strip(_BLANKS)
    items: list[str] = []
    if inner.startswith("@"):
        items, inner = [_THIS_ROW], inner[1:].strip(_BLANKS)
    found = _ITEM.findall(inner) if inner.startswith("[") else [inner]
    names = [one for one in found if not one.startswith("#")]
    items += [one.casefold() for one in found if one.startswith("#")]
    return items, [_ESCAPED.sub(r"\1", one) for one in names if one]


def _columns(table: NamedTable, names: list[str]) -> tuple[int, int] | None:
    left = table.range.left
    if not names:
        return left, table.range.right
    folded = [column.casefold() for column in table.columns]
    wanted = [name.casefold() for name in names]
    if any(name not in folded for name in wanted):
        return None
    places = [left + folded.index(name) for name in wanted]
    return min(places), max(places)


def _rows(
    table: NamedTable, items: list[str], sheet: str, at: Position | None
) -> tuple[int, int] | None:
    top, bottom = table.range.top, table.range.bottom
    first, last = top + table.header_rows, bottom - table.totals_rows
    if _THIS_ROW in items:
        row = at[0] if at and sheet == table.sheet else 0
        return (row, row) if first <= row <= last else None
    if "#all" in items:
        return top, bottom
    blocks = {"#headers": (top, first - 1), "#data": (first, last), "#totals": (last + 1, bottom)}
    if any(item not in blocks for item in items):
        return None
    ends = [blocks[item] for item in items or ["#data"]]
    ends = [one for one in ends if one[0] <= one[1]]
    return (min(one[0] for one in ends), max(one[1] for one in ends)) if ends else None
