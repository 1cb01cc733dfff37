"""Defined names whose references move with the cell that uses them.

A file holds such a name as it reads from A1; what moves off the sheet at one side comes in again at
the other, so that ``=XFD1`` is the cell to the left (ECMA-376 part 1, 18.2.5).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from xlform.formula.addresses import (
    BOTTOM,
    LEFT,
    LOST,
    RIGHT,
    TOP,
    Address,
    Reference,
    rewritten,
)
from xlform.formula.names import Names
from xlform.formula.tokens import Token, tokens, unquoted
from xlform.formula.tree import (
    ArrayLiteral,
    Call,
    Cells,
    Chain,
    Computed,
    Implicit,
    Malformed,
    Node,
    Percent,
    Spill,
    Unary,
    walk,
)
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, column_letters
from xlform.grid.model import Position

# Names within names within a formula, and the length of what they stand for.
_DEEP, _LONGEST = 32, 8_192


def is_relative(meaning: Node) -> bool:
    """Return whether some reference of a name moves with the cell that uses it."""
    return any(isinstance(one, Cells) and one.is_relative for one in walk(meaning))


def meaning_at(meaning: Node, at: Position) -> Node | None:
    """Return the tree of a name as the cell at a position reads it.

    ``None`` where a range would be torn apart by the edge of the sheet.
    """
    try:
        return _moved(meaning, at[0] - 1, at[1] - 1)
    except ValueError:
        return None


def _moved(node: Node, rows: int, columns: int) -> Node:
    match node:
        case Cells():
            return _moved_cells(node, rows, columns)
        case Chain() | Computed():
            operands = tuple(_moved(one, rows, columns) for one in node.operands)
            return msgspec.structs.replace(node, operands=operands)
        case Call():
            return Call(node.name, tuple(_moved(one, rows, columns) for one in node.arguments))
        case Unary() | Percent() | Spill() | Implicit():
            return msgspec.structs.replace(node, operand=_moved(node.operand, rows, columns))
        case ArrayLiteral() | Malformed():
            return node
    return node


def _moved_cells(node: Cells, rows: int, columns: int) -> Cells:
    """Return a reference moved; ``ValueError`` where one of its ends alone passes the edge."""
    if not node.is_relative:
        return node
    area, fixed = node.range, node.fixed
    top, upper = _moved_edge(area.top, 0 if fixed & TOP else rows, ROWS_AT_MOST)
    bottom, lower = _moved_edge(area.bottom, 0 if fixed & BOTTOM else rows, ROWS_AT_MOST)
    left, before = _moved_edge(area.left, 0 if fixed & LEFT else columns, COLUMNS_AT_MOST)
    right, behind = _moved_edge(area.right, 0 if fixed & RIGHT else columns, COLUMNS_AT_MOST)
    if (upper != lower and not fixed & (TOP | BOTTOM)) or (
        before != behind and not fixed & (LEFT | RIGHT)
    ):
        raise ValueError(node)
    spanned = Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
    return Cells(node.sheet, spanned, node.last_sheet, node.fixed)


def _moved_edge(edge: int, by: int, count: int) -> tuple[int, bool]:
    """Return the row or column so far on, and whether it passed an edge of the sheet."""
    at = (edge + by - 1) % count + 1
    return at, at != edge + by


def seen_from_first_cell(meaning: str, at: Position) -> str:
    """Return the text of a name, written as it reads from a cell, as it reads from A1."""
    back = 2 - at[0], 2 - at[1]
    return rewritten(meaning, lambda reference: _shifted(reference, back))


def on_large_sheet(meaning: str, rows: int, columns: int) -> str:
    """Return the text of a name of a sheet of so many rows and columns for a sheet of today.

    There IV1 is the cell to the left of A1. Nobody means 128 columns or 32,768 rows further on.
    """

    def written(end: Address) -> str:
        row, column = end.row, end.column
        if row > rows // 2 and not end.is_row_fixed:
            row += ROWS_AT_MOST - rows
        if column > columns // 2 and not end.is_column_fixed:
            column += COLUMNS_AT_MOST - columns
        letters = column_letters(column) if column else ""
        return str(Address(column, row, end.is_column_fixed, end.is_row_fixed, letters))

    return rewritten(
        meaning,
        lambda one: (
            one.sheet + written(one.first) + one.colon + (written(one.last) if one.last else "")
        ),
    )


def without_relative_names(formula: str, names: Names, sheet: str, at: Position) -> str | None:
    """Return a formula with the meaning of relative names in their place, for other programs.

    ``None`` where it can't be written so.
    """
    try:
        written = "".join(_written(formula, names, sheet, at, 0))
    except ValueError:
        return None
    return written if written == formula or len(written) <= _LONGEST else None


def _written(formula: str, names: Names, sheet: str, at: Position, depth: int) -> Iterator[str]:
    if depth > _DEEP:
        raise ValueError(formula)
    found = tokens(formula)
    number = 0
    while number < len(found):
        length, scope, name = _name_at(found, number, sheet)
        meaning = _text_of(name, names, scope, at, depth) if name else ""
        yield meaning or "".join(text for _, text in found[number : number + length])
        number += length


def _name_at(found: list[Token], number: int, sheet: str) -> tuple[int, str, str]:
    """Return how many tokens are taken as one, and the sheet and the name where they are a name."""
    kind, text = found[number]
    after = [one for _, one in found[number + 1 : number + 4]] + [""] * 3
    if kind in ("word", "quoted") and after[0] == "!":
        whose = unquoted(text, "'") if kind == "quoted" else text
        is_name = found[number + 2][0] == "word" if number + 2 < len(found) else False
        if is_name and after[2] not in ("(", "["):
            return 3, whose, after[1]
        return 1, "", ""
    before = found[number - 1][1] if number else ""
    if kind == "word" and before != "!" and after[0] != "(" and not after[0].startswith("["):
        return 1, sheet, text
    return 1, "", ""


def _text_of(name: str, names: Names, sheet: str, at: Position, depth: int) -> str:
    """Return what a relative name stands for in a cell; "" for any other word."""
    if names.scope(name, sheet) is None:
        return ""
    texts, trees = names.texts(name, sheet), names.meanings(name, sheet)
    if len(trees) != 1:
        return ""
    moved = meaning_at(trees[0], at)
    if moved is None:
        raise ValueError(name)
    text = rewritten(texts[0], lambda reference: _shifted(reference, at))
    text = "".join(_written(text, names, sheet, at, depth + 1))
    if text == texts[0] and not is_relative(trees[0]):
        return ""
    return text if isinstance(moved, Cells) else f"({text})"


def _shifted(reference: Reference, at: Position) -> str:
    last = f"{reference.colon}{_address(reference.last, at)}" if reference.last else ""
    return f"{reference.sheet}{_address(reference.first, at)}{last}"


def _address(end: Address, at: Position) -> str:
    row, column = end.row, end.column
    if row and not end.is_row_fixed:
        row = _moved_edge(row, at[0] - 1, ROWS_AT_MOST)[0]
    if column and not end.is_column_fixed:
        column = _moved_edge(column, at[1] - 1, COLUMNS_AT_MOST)[0]
    letters = column_letters(column) if column else ""
    return str(Address(column, row, end.is_column_fixed, end.is_row_fixed, letters)) or LOST
