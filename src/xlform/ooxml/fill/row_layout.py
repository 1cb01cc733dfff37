"""Layout of rows: source rows repeated, dropped and moved, and all references adapted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from xlform.ooxml.address import ROWS_AT_MOST, Range, column_letters, column_number, parse_range

_SKIPPED = r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*+'|\[[^\]]*+\]?)"""
_SHEET = r"(?P<sheet>(?:'(?:[^']|'')*'|[\w.]+)!)?"
_ONE = r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})"
_AREA = re.compile(rf"(?<![\w.$]){_SHEET}{_ONE}(?::{_ONE})?(?![\w.(!])|{_SKIPPED}")
_ROWS = re.compile(r"(?<![\w.$])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(!])")
_NOWHERE = "#REF!"


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
        self._of: dict[int, list[int]] = {}
        for number, source in enumerate(self.sources):
            self._of.setdefault(source, []).append(number)

    def start(self, number: int) -> int:
        """Return the first row of the entry ``number`` of the sources, counted from 1."""
        return self._starts[number - 1]

    def end(self, number: int) -> int:
        """Return the last row of that entry."""
        return self._starts[number - 1] + self.spans[number - 1] - 1

    def copies(self, source: int) -> list[tuple[int, int]]:
        """Return the first and last new row of each copy of a source row."""
        return [(self.start(n + 1), self.end(n + 1)) for n in self._of.get(source, ())]

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

        def move(match: re.Match[str]) -> str:
            if match["skip"]:
                return match[0]
            sheet = match["sheet"] or ""
            if sheet and not is_own(_unquoted(sheet[:-1])):
                return match[0]
            prefix = named if sheet else ""
            parts = match.groups()[1:-1]
            top = int(parts[3])
            bottom = int(parts[7]) if parts[7] else top
            rows = self.rows(min(top, bottom), max(top, bottom))
            if rows is None or not _is_column(parts[1]):
                return _NOWHERE if rows is None else match[0]
            first = f"{parts[0]}{parts[1]}{parts[2]}{rows[0]}"
            if not parts[7]:
                return prefix + first
            return f"{prefix}{first}:{parts[4]}{parts[5]}{parts[6]}{rows[1]}"

        return _AREA.sub(move, formula)

    def whole_rows(self, formula: str, named: str) -> str:
        """Print titles, which name whole rows: ``Sheet!$4:$4``."""
        _, mark, rows = formula.rpartition("!")

        def move(match: re.Match[str]) -> str:
            found = self.rows(int(match[2]), int(match[4]))
            return f"{match[1]}{found[0]}:{match[3]}{found[1]}" if found else _NOWHERE

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


def _is_column(letters: str) -> bool:
    try:
        column_number(letters)
    except ValueError:
        return False
    return True


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
