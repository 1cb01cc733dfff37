"""Layout of rows: source rows repeated, dropped and moved, and all references adapted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from xlform.formula.addresses import LOST, Reference, rewritten
from xlform.grid.address import ROWS_AT_MOST, Range, column_letters, parse_range

_ROWS = re.compile(r"(?<![\w.$])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!])")


class RowLayout:
    """New order of rows: ``sources`` names for each entry the source row it is made from.

    ``spans`` is the number of new rows of each entry, one unless it is too high for a single row
    (409 points). Rows of both sheets count from 1.
    """

    def __init__(self, sources: Sequence[int], spans: Sequence[int] = ()) -> None:
        self.sources = tuple(sources)
        self.spans = tuple(spans) or (1,) * len(self.sources)
        self._starts: list[int] = []
        at = 1
        for span in self.spans:
            self._starts.append(at)
            at += span
        self.last = at - 1
        self._copies: dict[int, list[tuple[int, int]]] = {}
        for source, start, span in zip(self.sources, self._starts, self.spans, strict=True):
            self._copies.setdefault(source, []).append((start, start + span - 1))

    def start(self, number: int) -> int:
        """Return the first row of the entry ``number`` of the sources, counted from 1."""
        return self._starts[number - 1]

    def end(self, number: int) -> int:
        """Return the last row of that entry."""
        return self._starts[number - 1] + self.spans[number - 1] - 1

    def copies(self, source: int) -> list[tuple[int, int]]:
        """Return the first and last new row of each copy of a source row."""
        return self._copies.get(source, [])

    def rows(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Return the first and last new row made from a range of rows; ``None`` if none is left."""
        if bottom >= ROWS_AT_MOST:
            return (top, bottom) if top == 1 else None
        copies = [copy for source in range(top, bottom + 1) for copy in self.copies(source)]
        if not copies:
            return None
        return min(first for first, _ in copies), max(last for _, last in copies)

    def areas(self, areas: Iterable[Range]) -> Iterator[Range]:
        """Yield the cells of a sqref in the new sheet."""
        for area in areas:
            if area.bottom >= ROWS_AT_MOST:
                yield area
                continue
            taken = [copy for row in range(area.top, area.bottom + 1) for copy in self.copies(row)]
            for top, bottom in _joined(sorted(taken)):
                yield Range(top, area.left, bottom, area.right)

    def formula(self, formula: str, is_own: Callable[[str], bool], named: str) -> str:
        """Return a formula of the source sheet as it reads in the new one; ranges grow with rows.

        ``is_own`` tells whether a sheet name is the source sheet's; ``named`` is the name of the
        new sheet in formulas, exclamation mark included.
        """

        def move(reference: Reference) -> str:
            sheet, first, last = reference.sheet, reference.first, reference.last
            if sheet and not is_own(_unquoted(sheet[:-1])):
                return str(reference)
            if not (first.row and first.column):
                return str(reference)
            bottom = last.row if last else first.row
            rows = self.rows(min(first.row, bottom), max(first.row, bottom))
            if rows is None:
                return LOST
            prefix = named if sheet else ""
            start = msgspec.structs.replace(first, row=rows[0])
            if last is None:
                return f"{prefix}{start}"
            return f"{prefix}{start}:{msgspec.structs.replace(last, row=rows[1])}"

        return rewritten(formula, move)

    def whole_rows(self, formula: str, named: str) -> str:
        """Print titles, which name whole rows: ``Sheet!$4:$4``."""
        _, mark, rows = formula.rpartition("!")

        def move(match: re.Match[str]) -> str:
            found = self.rows(int(match[2]), int(match[4]))
            return f"{match[1]}{found[0]}:{match[3]}{found[1]}" if found else LOST

        return (named if mark else "") + _ROWS.sub(move, rows)


def _joined(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of rows in order, those that touch made one."""
    start = end = 0
    for first, last in spans:
        if start and first == end + 1:
            end = last
            continue
        if start:
            yield start, end
        start, end = first, last
    if start:
        yield start, end


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def sqref(areas: Iterable[Range]) -> str:
    """Ranges as a sqref writes them."""
    return " ".join(str(area) for area in areas)


def absolute(area: Range) -> str:
    """Return a range as names write it: ``$A$1:$F$36``."""
    first = f"${column_letters(area.left)}${area.top}"
    return f"{first}:${column_letters(area.right)}${area.bottom}"


def whole(text: str) -> Range:
    """Return the range of a text with or without dollar signs."""
    return parse_range(text.replace("$", ""))
