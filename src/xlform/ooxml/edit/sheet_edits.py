"""The edits that change named cells of one sheet's part and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from xlform.errors import CellNotEditable, FileProblem
from xlform.formula.shift import shifted
from xlform.grid.address import Range, cell_name, parse_range
from xlform.messages import translate
from xlform.ooxml.edit.cell_scan import Group, Member, Position, Row, Scan
from xlform.ooxml.edit.cell_xml import (
    Stored,
    element,
    fitting_spans,
    formula_element,
    revalued,
    rewritten,
)
from xlform.ooxml.edit.outline import Element
from xlform.ooxml.edit.splice import Splice, opened, with_attribute

_TRUE = frozenset({"1", "true"})
# Total length of expanded shared formulas: one long formula for a million cells would fill any
# memory.
SPELLED_AT_MOST = 4_000_000


class SheetChanges(msgspec.Struct, frozen=True):
    """Changes of one sheet: new contents of cells, and new results of formulas that stay."""

    sheet: str
    contents: Mapping[Position, Stored]
    results: Mapping[Position, Stored]


class SheetEdits(msgspec.Struct, frozen=True):
    """The edits of a sheet's part; ``unchained`` are cells whose formula they remove."""

    edits: tuple[Splice, ...]
    unchained: frozenset[Position]


def sheet_edits(data: bytes, names: tuple[str, str], changes: SheetChanges) -> SheetEdits:
    """Find the edits in a part's text in UTF-8; ``names`` are the file's and the part's.

    Raises :class:`~xlform.errors.FileProblem` for a cell that can't be changed alone.
    """
    scan = Scan(data, names, {*changes.contents, *changes.results})
    plan = _Plan(scan, changes, names[0])
    plan.refuse()
    edits = tuple(plan.edits())
    return SheetEdits(edits, frozenset(plan.unchained))


class _Plan:
    """Splices of a sheet, made after the scan."""

    def __init__(self, scan: Scan, changes: SheetChanges, file: str) -> None:
        self.unchained: set[Position] = set()
        self._scan = scan
        self._data = scan.data
        self._changes = changes
        self._file = file
        # Blank cells that are not there need nothing.
        self._missing = {
            at: new
            for at, new in sorted(changes.contents.items())
            if at not in scan.cells and new != Stored("", None)
        }

    def refuse(self) -> None:
        """Raise for the first cell that can't be changed alone."""
        contents, results = self._changes.contents, self._changes.results
        for at in sorted(self._scan.twice):
            raise self._refused("unedited.twice", at)
        for at, area in self._scan.covering(self._scan.spreads):
            if at in contents and (area.area > 1 or self._is_table(at)):
                raise self._refused("unedited.spread", at, area=str(area))
        for at, area in self._scan.covering(self._scan.merges):
            if at in contents and at != (area.top, area.left):
                raise self._refused("unedited.merged", at, area=str(area))
        for at in sorted(results):
            cell = self._scan.cells.get(at)
            if cell is None or cell.child("f") is None:
                raise self._refused("unedited.no-formula", at)

    def _is_table(self, at: Position) -> bool:
        formula = self._formula(at)
        return formula is not None and formula.attributes.get("t") == "dataTable"

    def _formula(self, at: Position) -> Element | None:
        cell = self._scan.cells.get(at)
        return cell.child("f") if cell else None

    def _refused(self, key: str, at: Position, **details: str) -> FileProblem:
        sheet, cell = self._changes.sheet, cell_name(*at)
        because = translate(key, sheet=sheet, cell=cell, **details)
        if at not in self._changes.contents:
            return FileProblem("not-edited", path=self._file, because=because)
        return CellNotEditable(
            "not-edited", path=self._file, because=because, sheet=sheet, cell=cell
        )

    def edits(self) -> Iterator[Splice]:
        """Yield the splices in any order; those inserted at one place come in their final order."""
        for at, new in self._changes.contents.items():
            if at not in self._scan.cells:
                continue
            if new.formula is None and self._formula(at) is not None:
                self.unchained.add(at)
            yield rewritten(self._data, self._scan.cells[at], new)
        for at, new in self._changes.results.items():
            cell, formula = self._scan.cells[at], self._formula(at)
            if formula is not None:
                yield from revalued(self._data, cell, formula, new)
        for group in self._scan.groups:
            if group.master.at in self._changes.contents:
                yield from self._inherited(group)
        if self._missing:
            yield from self._insertions()

    def _inherited(self, group: Group) -> Iterator[Splice]:
        """Yield the splices of a group whose first cell, which held its formula, is changed."""
        rest = [member for member in group.others if member.at not in self._changes.contents]
        if not rest:
            return
        heir = rest[0]
        area = _bounds(rest)
        if heir.at == (area.top, area.left):
            tag = with_attribute(heir.formula.tag(self._data), "ref", str(area))
            yield self._spelled(group, heir, tag)
            return
        # Without its first cell the group's range is unknown: each cell gets its own formula.
        if len(rest) * len(group.text) > SPELLED_AT_MOST:
            raise self._refused("unedited.shared", group.master.at)
        for member in rest:
            yield self._spelled(group, member, f"<{member.formula.prefix}f>".encode())

    def _spelled(self, group: Group, member: Member, tag: bytes) -> Splice:
        down, right = (new - old for new, old in zip(member.at, group.master.at, strict=True))
        written = formula_element(tag, shifted(group.text, down, right))
        return Splice(member.formula.start, member.formula.end, written)

    def _insertions(self) -> Iterator[Splice]:
        """Cells that are not there, in rows that are and in rows that are not."""
        by_row: dict[int, list[Position]] = {}
        for at in self._missing:
            by_row.setdefault(at[0], []).append(at)
        there = {row.number: row for row in self._scan.rows}
        for number, row in there.items():
            if number in by_row:
                yield from self._into_row(row, by_row.pop(number))
        if by_row:
            yield from self._new_rows(by_row)
        if self._scan.dimension is not None:
            yield from _widened(self._data, self._scan.dimension, list(self._missing))

    def _into_row(self, row: Row, cells: list[Position]) -> Iterator[Splice]:
        get = row.element.attributes.get
        own = int(get("s", "0")) if get("customFormat", "") in _TRUE else None
        prefix = row.element.prefix
        written = row.element.tag(self._data)
        tag = fitting_spans(written, get("spans", ""), [column for _, column in cells])
        if row.element.empty:
            content = b"".join(self._new_cell(prefix, at, own) for at in cells)
            yield from row.element.appended(self._data, content, opened(tag))
            return
        if tag != written:
            yield Splice(row.element.start, row.element.inner, tag)
        for at in cells:
            behind = (start for column, start in row.cells if column > at[1])
            place = next(behind, row.element.inner_end)
            yield Splice(place, place, self._new_cell(prefix, at, own))

    def _new_rows(self, by_row: Mapping[int, list[Position]]) -> Iterator[Splice]:
        data = self._scan.sheet_data
        if data is None:
            raise FileProblem("damaged-part", path=self._file, part=self._changes.sheet)
        waiting = sorted(by_row, reverse=True)
        for row in self._scan.rows:
            while waiting and waiting[-1] < row.number:
                new = self._new_row(data.prefix, by_row[waiting.pop()])
                yield Splice(row.element.start, row.element.start, new)
        if waiting:
            rest = [self._new_row(data.prefix, by_row[number]) for number in reversed(waiting)]
            yield from data.appended(self._data, b"".join(rest))

    def _new_row(self, prefix: str, cells: list[Position]) -> bytes:
        written = b"".join(self._new_cell(prefix, at, None) for at in cells)
        return f'<{prefix}row r="{cells[0][0]}">'.encode() + written + f"</{prefix}row>".encode()

    def _new_cell(self, prefix: str, at: Position, style_of_row: int | None) -> bytes:
        style = self._scan.sizes.style_of(at[1]) if style_of_row is None else style_of_row
        styled = f' s="{style}"' if style else ""
        head = f'<{prefix}c r="{cell_name(*at)}"{styled}'.encode()
        return element(head, prefix, self._missing[at])


def _bounds(members: list[Member]) -> Range:
    rows = [member.at[0] for member in members]
    columns = [member.at[1] for member in members]
    return Range(min(rows), min(columns), max(rows), max(columns))


def _widened(data: bytes, dimension: Element, cells: list[Position]) -> Iterator[Splice]:
    """Yield the splice that extends the sheet's ``dimension`` to the new cells."""
    old = parse_range(dimension.attributes.get("ref", "A1"))
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    new = Range(
        min(old.top, *rows), min(old.left, *columns),
        max(old.bottom, *rows), max(old.right, *columns),
    )  # fmt: skip
    if new != old:
        tag = with_attribute(dimension.tag(data), "ref", str(new))
        yield Splice(dimension.start, dimension.inner, tag)
