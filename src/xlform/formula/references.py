"""Cells a formula reads, and what it uses that its text does not name as cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from xlform.formula.names import Names
from xlform.formula.parser import parse
from xlform.formula.tree import (
    Call,
    Cells,
    Chain,
    Computed,
    External,
    Name,
    Node,
    Percent,
    Spill,
    Table,
    Unary,
    children,
)
from xlform.grid.address import COLUMNS_AT_MOST, ROWS_AT_MOST, Range, cell_name

Why = Literal["external", "dynamic", "clock", "table", "name", "shown-rows"]


class Area(msgspec.Struct, frozen=True):
    """Cells a formula refers to: a rectangle on ``sheet``, or on each sheet up to ``last_sheet``.

    ``is_place``: the range says only where to look (``INDEX(D:D,3)``, ``OFFSET(A1,1,0)``), so that
    a formula within it does not read itself.
    """

    sheet: str
    range: Range
    last_sheet: str = ""
    is_place: bool = False


class Unresolved(msgspec.Struct, frozen=True):
    """Something a formula uses besides cells named in its text.

    ``external`` another file, ``dynamic`` cells that turn up in computing (INDIRECT, OFFSET),
    ``clock`` the time or chance, ``table`` a structured reference, ``name`` a name not defined or
    defined twice, ``shown-rows`` which rows are shown (SUBTOTAL).
    """

    why: Why
    text: str


Reference = Area | Unresolved

# These look at where a range lies, not at what is in it.
_ADDRESS_ONLY = frozenset({"ROW", "ROWS", "COLUMN", "COLUMNS", "AREAS", "SHEET"})
# These lead from the place of their first argument to the cells they read.
_FROM_A_PLACE = frozenset({"OFFSET", "INDEX"})
# Of a cell CELL tells where it lies, how it looks, or what is in it, by its first argument.
_TELLS_OF_A_PLACE = frozenset({"CELL"})
# These sum as many cells as are compared, however short their last range is written.
_STRETCHING = frozenset({"SUMIF", "AVERAGEIF"})
_FUNCTIONS: dict[str, Why] = {
    **dict.fromkeys(("INDIRECT", "OFFSET", "ANCHORARRAY"), "dynamic"),
    **dict.fromkeys(("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"), "clock"),
    **dict.fromkeys(
        ("GETPIVOTDATA", "RTD", "WEBSERVICE", "EVALUATE", "CALL", "DDE", "IMAGE"), "external"
    ),
    **dict.fromkeys(("SUBTOTAL", "AGGREGATE"), "shown-rows"),
}
# A name that leads on over more names than this, or to more places, is no name of a form.
_NAMES_DEEP = 32
_PLACES_OF_A_NAME = 1_000
# Longer formulas are no part of a form and occur in one file only.
_SHORT = 200


def references(
    formula: str, sheet: str, names: Names | Iterable[tuple[str, str]] = ()
) -> tuple[Reference, ...]:
    """Return what a formula on ``sheet`` refers to, each once, in the order it is written.

    ``formula`` stands without its equals sign; ``names`` are the workbook's defined names. Whole
    columns and rows reach to the edge of a sheet. Takes time in proportion to the text.
    """
    if len(formula) <= _SHORT:
        found, has_names = _without_names(formula, sheet)
        if not has_names:
            return found
    known = names if isinstance(names, Names) else Names(names)
    return References(known).of(parse(formula), sheet)


@lru_cache(maxsize=1024)
def _without_names(formula: str, sheet: str) -> tuple[tuple[Reference, ...], bool]:
    """Return what a formula refers to if no name is defined, and whether it uses one.

    The same in every unit's copy of a form.
    """
    found = References(Names()).of(parse(formula), sheet)
    return found, any(isinstance(one, Unresolved) and one.why == "name" for one in found)


class References:
    """References of the formulas of one workbook; each name is resolved once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._found: dict[tuple[str, str, str], tuple[Reference, ...]] = {}

    def of(self, tree: Node, sheet: str) -> tuple[Reference, ...]:
        """Return the references of a formula on a sheet, each once."""
        return tuple(dict.fromkeys(self._walk(tree, sheet, 0, "")))

    def _walk(self, node: Node, sheet: str, depth: int, function: str) -> Iterator[Reference]:
        """Yield the references within a node; ``function`` is the innermost it is an argument of.

        ``depth`` counts the names that led here; within one, relative references mean nothing.
        """
        match node:
            case Cells() | Name():
                found = self._of_operand(node, sheet, depth)
                is_read = function not in _ADDRESS_ONLY
                yield from (one for one in found if is_read or isinstance(one, Unresolved))
            case Call():
                yield from self._of_call(node, sheet, depth)
            case External():
                yield Unresolved("external", node.book)
            case Table():
                yield from (Unresolved("table", part) for part in node.parts)
            case Spill():
                yield from self._walk(node.operand, sheet, depth, function)
                yield Unresolved("dynamic", "#")
            case Computed(operator=":"):
                yield from self._of_computed_range(node, sheet, depth, function)
            case Chain() | Percent() | Unary():
                # A value made of others, whatever function takes it: COLUMN(A1+B1) reads both.
                for child in children(node):
                    yield from self._walk(child, sheet, depth, "")
            case _:
                for child in children(node):
                    yield from self._walk(child, sheet, depth, function)

    def _of_operand(self, node: Cells | Name, sheet: str, depth: int) -> Iterator[Reference]:
        if isinstance(node, Name):
            yield from self._of_name(node.name, node.sheet or sheet, depth)
            return
        if depth and node.is_relative:
            yield Unresolved("dynamic", _corners(node.range))
        yield Area(node.sheet or sheet, node.range, node.last_sheet)

    def _of_computed_range(
        self, node: Computed, sheet: str, depth: int, function: str
    ) -> Iterator[Reference]:
        for number, end in enumerate(node.operands):
            yield from self._walk(end, sheet, depth, function)
            if not number:
                yield Unresolved("dynamic", ":")
        if not node.operands:
            yield Unresolved("dynamic", ":")

    def _of_call(self, call: Call, sheet: str, depth: int) -> Iterator[Reference]:
        why = _FUNCTIONS.get(call.name)
        if why:
            yield Unresolved(why, call.name)
        areas: dict[int, list[Area]] = {}
        for number, argument in enumerate(call.arguments):
            for found in self._walk(argument, sheet, depth, call.name):
                if isinstance(found, Area) and _is_place(call.name, number, argument):
                    yield msgspec.structs.replace(found, is_place=True)
                else:
                    yield found
                if isinstance(found, Area) and isinstance(argument, Cells | Name):
                    areas.setdefault(number, []).append(found)
        if call.name in _STRETCHING:
            yield from _stretched(areas.get(0, []), areas.get(2, []))

    def _of_name(self, name: str, sheet: str, depth: int) -> tuple[Reference, ...]:
        scope = self.names.scope(name, sheet)
        unknown = (Unresolved("name", name),)
        if scope is None:
            return unknown
        key = scope, name.casefold(), sheet
        if key not in self._found:
            # Met again while it is being read, a name stands for itself and for no cell.
            self._found[key] = unknown
            self._found[key] = self._follow(name, sheet, depth)
        return self._found[key]

    def _follow(self, name: str, sheet: str, depth: int) -> tuple[Reference, ...]:
        if depth > _NAMES_DEEP:
            return (Unresolved("dynamic", name),)
        found: dict[Reference, None] = {}
        meanings = self.names.meanings(name, sheet)
        for meaning in meanings:
            found |= dict.fromkeys(self._walk(meaning, sheet, depth + 1, ""))
        if len(meanings) > 1:
            found[Unresolved("name", name)] = None
        return tuple(found) if len(found) <= _PLACES_OF_A_NAME else (Unresolved("dynamic", name),)


def _corners(area: Range) -> str:
    return f"{cell_name(area.top, area.left)}:{cell_name(area.bottom, area.right)}"


def _is_place(function: str, number: int, argument: Node) -> bool:
    """Return whether a function takes an argument as a place, not for what is in it."""
    if function in _FROM_A_PLACE:
        return number == 0 and isinstance(argument, Cells | Name | Computed)
    return function in _TELLS_OF_A_PLACE and number == 1


def _stretched(compared: list[Area], summed: list[Area]) -> Iterator[Area]:
    """Yield the cells that ``SUMIF(A1:A9,1,B1)`` sums."""
    if len(compared) == len(summed) == 1:
        given, start = compared[0].range, summed[0].range
        bottom = min(ROWS_AT_MOST, start.top + given.bottom - given.top)
        right = min(COLUMNS_AT_MOST, start.left + given.right - given.left)
        stretched = Range(start.top, start.left, bottom, right)
        yield msgspec.structs.replace(summed[0], range=stretched)
