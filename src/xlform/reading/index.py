"""Index of a sheet: the cells with known labels, found in one pass for all templates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from xlform.grid.address import Range
from xlform.grid.model import Cell, Merges, Position, Sheet
from xlform.model.memoize import by_text
from xlform.reading.defined_names import NamedCells
from xlform.template.form import FormTemplate
from xlform.template.labels import fold
from xlform.values.money import split_money_unit

# Whitespace of every width, insignificant at both ends of a text.
WHITESPACE = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
# Limits of length: of a label, and of the label before a colon that its value follows.
MAX_LABEL_LENGTH = 48
_MAX_COLON_POSITION = 24
_CLOSING = tuple(")）]］:：")
_STRUCK = attrgetter("struck")
_BRACKETED = re.compile(r"\s*[（(][^（()）]{0,12}[)）]")
_UNITS = frozenset("元圆币%％‰")
# Characters besides Chinese ones that a folded text keeps.
_KEPT_BY_FOLDING = frozenset("0123456789≤≥")
# `re` compiles this and those below at their first use.
_LABEL_IN_FRONT = r"\s*([^（(）)]{2,12})[（(][^（()）]{0,12}[)）](?=\s*[^\s（()）])"
# A label that says that its numbers are percentages: 执行率（%）.
_PERCENT = r"\s*[（(]\s*[%％]\s*[)）]\s*[:：]?\s*$"
# At least this much whitespace separates two entries in one cell.
_GAP = r"(?:[ \t\u00a0]{2,}|\u3000+|\n)"


# Labels of a text, each with the text after its colon and the money unit after it.
Entries = tuple[tuple[str, str | None, str], ...]
# Positions of all cells and of blank ones, labels with their positions, merges, named cells.
Skeleton = tuple[
    tuple[Position, ...], tuple[Position, ...], tuple[tuple[Position, Entries], ...],
    tuple[Range, ...], tuple[tuple[str, Position], ...],
]  # fmt: skip
# Subject of the places among what is known of a skeleton.
_PLACES = "places"
# Skeletons kept: a district's templates have some dozens, times the numbers of rows. Sheets with
# more cells than a form has are not remembered.
_KEPT = 256
_CELLS_OF_FORM = 2_048
# What stands for a number among texts: no label.
_NO_TEXT = "\0"
# What stands for a text after a colon.
FILLED = "…"


class LabelCell(msgspec.Struct, frozen=True, gc=False):
    """Cell with a label: position, lower right corner of its merge, rest of its text.

    ``rest`` is the text after the label's colon in the same cell, ``None`` if there is no colon.
    ``unit`` is the money unit in parentheses after the label.
    """

    row: int
    column: int
    bottom: int
    right: int
    rest: str | None = None
    unit: str = ""

    @property
    def position(self) -> Position:
        """Return its row and column."""
        return self.row, self.column


class _Places(msgspec.Struct, frozen=True):
    """Places of the cells and labels of a sheet, shared by all sheets of its skeleton.

    ``rests``: each label cell with a text after its colon by its label and its number among the
    cells of that, and where the text is: in which cell with labels, after which label of it.
    """

    rows: dict[int, list[int]]
    label_cells: dict[str, list[LabelCell]]
    labelled: dict[Position, str]
    labels: frozenset[str]
    firsts: tuple[Position, ...]
    edges: tuple[int, int, int, int]
    extent: Range
    rests: tuple[tuple[str, int, int, int], ...]

    def with_rests(self, found: list[tuple[Position, Entries]]) -> dict[str, list[LabelCell]]:
        """Return the label cells with the texts of a sheet."""
        cells = dict(self.label_cells)
        for label in {label for label, _, _, _ in self.rests}:
            cells[label] = list(cells[label])
        for label, number, at, entry in self.rests:
            rest = found[at][1][entry][1]
            cells[label][number] = msgspec.structs.replace(cells[label][number], rest=rest)
        return cells


class Labels:
    """Labels to index: all ``known`` ones, the ``spanning`` and the ``inside`` ones among them.

    A spanning label is beside several rows and may be repeated in all of them if its merge was
    undone. The value of an inside label is in its own cell. ``in_text`` returns the labels of a
    text, each with the rest of the text and the money unit as :class:`LabelCell` has them, and
    again without the rests; nothing for a text without labels, ``None`` for a blank one. Texts met
    before are remembered.
    """

    def __init__(
        self, known: frozenset[str], spanning: frozenset[str], inside: frozenset[str] = frozenset()
    ) -> None:
        self.known = known
        self.spanning = spanning
        self.inside = inside
        # What labels begin with, as folding leaves it where a mark that combines comes after it.
        self._starts = {unicodedata.normalize("NFD", label[:1])[:1] for label in known}
        self.in_text = by_text(self._with_and_without_rests)
        # What was found in sheets with these labels, see :mod:`xlform.reading.skeleton`.
        self.skeletons: dict[Skeleton, dict[object, Any]] = {}

    @classmethod
    def of(cls, templates: Iterable[FormTemplate]) -> Labels:
        """Return the labels of all templates together."""
        templates = tuple(templates)
        return cls(
            frozenset(label for template in templates for label in template.labels),
            frozenset(label for template in templates for label in template.spanning_labels),
            frozenset(
                label for template in templates for label in template.labels_in_cells_of_values
            ),
        )

    def _with_and_without_rests(self, text: str) -> tuple[()] | tuple[Entries, Entries] | None:
        entries = self._in_text(text)
        if entries:
            return entries, _without_rests(entries)
        return () if text.strip(WHITESPACE) else None

    def _begins_otherwise(self, text: str) -> bool:
        """Return True for a text whose first character stays as it is, and begins no label."""
        first = text[:1]
        return ("一" <= first <= "\u9fff" or first in _KEPT_BY_FOLDING) and (
            first not in self._starts
        )

    def _in_text(self, text: str) -> Entries:
        has_colon = ":" in text or "：" in text
        if not has_colon and self._begins_otherwise(text):
            return ()
        known = self.known
        if len(text) <= MAX_LABEL_LENGTH:
            folded = fold(text)
            if folded in known:
                # A label declared as printed, with its unit: 投资额（元）.
                return ((folded, None, split_money_unit(text)[1] if "元" in text else ""),)
            if "元" in text or text.endswith(_CLOSING):
                label, unit = _with_unit(text, known)
                if label:
                    return ((label, None, unit),)
        if has_colon:
            return tuple(_known_entries(text, known))
        if "）" in text or ")" in text:
            return _entry_after_bracket(text, self.inside)
        return ()


class SheetIndex:
    """Sheet with its known labels, cells by row, and merges.

    ``named`` holds its cells with the defined name of a field
    (:mod:`xlform.reading.defined_names`).
    """

    def __init__(self, sheet: Sheet, labels: Labels, named: NamedCells | None = None) -> None:
        self.sheet = sheet
        self.named: NamedCells = named or {}
        self.cells = sheet.cells
        self.struck: dict[Position, str] = {}
        if any(map(_STRUCK, sheet.cells.values())):  # what is struck out is deleted
            self.struck = {at: cell.struck for at, cell in sheet.cells.items() if cell.struck}
            self.cells = {at: cell for at, cell in sheet.cells.items() if not cell.is_struck}
        self.merges = Merges(sheet.merges)
        self._spanning = labels.spanning
        found = self._scan(labels)
        places = self.known.get(_PLACES)
        if places is None:
            places = self.known[_PLACES] = self._places(found)
        self.rows: dict[int, list[int]] = places.rows
        self.labelled: dict[Position, str] = places.labelled
        self.label_cells: dict[str, list[LabelCell]] = places.label_cells
        if places.rests:
            self.label_cells = places.with_rests(found)
        # Labels with a cell of their own, or with their value in the cell.
        self.labels = places.labels
        self.top: int
        self.bottom: int
        self.left: int
        self.right: int
        self.top, self.bottom, self.left, self.right = places.edges
        # The first cell of each row.
        self.firsts: tuple[Position, ...] = places.firsts
        # The rectangle around all cells and the merges that begin in them.
        self.extent: Range = places.extent

    def copied(self) -> SheetIndex:
        """Return an index of the same, of which parts may be replaced."""
        other = SheetIndex.__new__(SheetIndex)
        vars(other).update(vars(self))
        return other

    def _scan(self, labels: Labels) -> list[tuple[Position, Entries]]:
        """Return the cells with labels; look up what is known of sheets of the same skeleton.

        The skeleton are the places of all cells and merges, the labels, and the cells that have the
        name of a field: no other text.
        """
        cells = self.cells
        self._blanks: list[Position] = []
        found: list[tuple[Position, Entries]] = []
        with_labels: list[tuple[Position, Entries]] = []
        texts = [v if type(v := cell.value) is str else _NO_TEXT for cell in cells.values()]
        for position, entries in zip(cells, map(labels.in_text, texts), strict=True):
            if entries:
                found.append((position, entries[0]))
                with_labels.append((position, entries[1]))
            elif entries is None and not cells[position].formula:
                self._blanks.append(position)
        self.known = self._known(labels.skeletons, with_labels)
        return found

    def _known(
        self,
        skeletons: dict[Skeleton, dict[object, Any]],
        with_labels: list[tuple[Position, Entries]],
    ) -> dict[object, Any]:
        """Return what is known of sheets of the same skeleton, by what was looked for."""
        if len(self.cells) + len(self.sheet.merges) > _CELLS_OF_FORM:
            return {}
        places = tuple(self.cells), tuple(self._blanks), tuple(with_labels)
        skeleton = *places, self.sheet.merges, tuple(self.named.items())
        known = skeletons.get(skeleton)
        if known is None:
            if len(skeletons) >= _KEPT:
                skeletons.clear()
            known = skeletons[skeleton] = {}
        return known

    def _places(self, found: list[tuple[Position, Entries]]) -> _Places:
        """Return the places of the cells and labels of the sheet."""
        rows: dict[int, list[int]] = {}
        blanks = frozenset(self._blanks)
        for position in self.cells:
            if position not in blanks:
                rows.setdefault(position[0], []).append(position[1])
        self.label_cells, self.labelled = {}, {}
        rests: list[tuple[str, int, int, int]] = []
        for at, (position, entries) in enumerate(found):
            for number, (label, rest, unit) in enumerate(entries):
                self._add(label, position, rest, unit)
                if rest is not None:
                    rests.append((label, len(self.label_cells[label]) - 1, at, number))
        edges = (
            min(rows, default=0),
            max(rows, default=0),
            min([columns[0] for columns in rows.values()], default=0),
            max([columns[-1] for columns in rows.values()], default=0),
        )
        top, bottom, left, right = edges
        labels = frozenset(self.label_cells)
        extent = extent_of({top, bottom}, {left, right}, self.cells, self.sheet.merges)
        firsts = tuple((row, columns[0]) for row, columns in rows.items())
        return _Places(
            rows, self.label_cells, self.labelled, labels, firsts, edges, extent, tuple(rests)
        )

    def _add(self, label: str, position: Position, rest: str | None, unit: str) -> None:
        self.labelled[position] = label
        if rest is None and self._extend(label, position):
            return
        self.label_cells.setdefault(label, []).append(label_cell_at(self, position, rest, unit))

    def _extend(self, label: str, position: Position) -> bool:
        """Extend a label by a repeat of it in an adjacent cell, as left by an undone merge."""
        row, column = position
        label_cells = self.label_cells.get(label)
        if not label_cells or self.merges.anchored(position):
            return False
        for number, label_cell in enumerate(label_cells):
            last_row = label_cell.bottom + (label in self._spanning)
            is_adjacent = (
                label_cell.row <= row <= last_row
                and label_cell.column <= column <= label_cell.right + 1
            )
            if (
                is_adjacent
                and label_cell.rest is None
                and not self.merges.anchored(label_cell.position)
            ):
                label_cells[number] = msgspec.structs.replace(
                    label_cell,
                    bottom=max(label_cell.bottom, row),
                    right=max(label_cell.right, column),
                )
                return True
        return False

    def columns(self, row: int, area: Range) -> list[int]:
        """Return the non-empty columns of a row within ``area``, from the left."""
        columns = self.rows.get(row)
        if columns is None:
            return []
        if area.left <= columns[0] and columns[-1] <= area.right:
            return columns
        return [column for column in columns if area.left <= column <= area.right]

    def label_cells_in(self, labels: tuple[str, ...], area: Range) -> list[LabelCell]:
        """Return the cells of the first of ``labels`` found in the area, in reading order."""
        is_whole_sheet = area.top == area.left == 1 and area.right >= self.right
        is_whole_sheet = is_whole_sheet and area.bottom >= self.bottom
        for label in labels:
            label_cells = self.label_cells.get(label)
            if label_cells and not is_whole_sheet:
                label_cells = [
                    label_cell
                    for label_cell in label_cells
                    if area.covers(label_cell.row, label_cell.column)
                ]
            if label_cells:
                return label_cells
        return []

    def cell(self, row: int, column: int) -> Cell | None:
        """Return the cell if it has visible content."""
        return self.cells.get((row, column))


def extent_of(
    rows: set[int], columns: set[int], cells: Container[Position], merges: Iterable[Range]
) -> Range:
    """Return the rectangle around rows, columns, and the merges that begin in one of ``cells``."""
    for merge in merges:
        if (merge.top, merge.left) in cells:
            rows.add(merge.bottom)
            columns.add(merge.right)
    return Range(min(rows), min(columns), max(rows), max(columns))


def label_cell_at(
    index: SheetIndex, position: Position, rest: str | None = None, unit: str = ""
) -> LabelCell:
    """Return the cell at a position as a label cell, with the extent of its merge."""
    row, column = position
    merge = index.merges.anchored(position)
    bottom, right = (merge.bottom, merge.right) if merge else (row, column)
    return LabelCell(row, column, bottom, right, rest, unit)


def without_rest(rest: str | None) -> str | None:
    """Return what stands for the text after a label's colon: none, a blank one, or any other."""
    return rest and (FILLED if rest.strip() else "")


def _without_rests(entries: Entries) -> Entries:
    """Return the labels of a text without the texts after their colons."""
    if all(rest is None for _, rest, _ in entries):
        return entries
    return tuple((label, without_rest(rest), unit) for label, rest, unit in entries)


def _with_unit(text: str, known: frozenset[str]) -> tuple[str, str]:
    """Return the label and the money unit of a text that is both, or a label in per cent."""
    if "%" in text or "％" in text:
        bare = re.sub(_PERCENT, "", text)
        if bare != text and fold(bare) in known:
            return fold(bare), ""
    label, unit = split_money_unit(text)
    return (fold(label), unit) if unit and fold(label) in known else ("", "")


def _entry_after_bracket(text: str, inside: frozenset[str]) -> Entries:
    """Return a label and the value after its bracket, without a colon: ``填报单位（盖章）甲镇``.

    The value of another label is beside it: ``支出方向（子项）之一`` is a value.
    """
    found = re.match(_LABEL_IN_FRONT, text)
    if found and fold(found[1]) in inside and (label := fold(found[0])) in inside:
        return ((label, text[found.end() :], ""),)
    return ()


def labels_in(text: str, known: frozenset[str]) -> set[str]:
    """Return the known labels in a text that are followed by a colon."""
    return {label for label, _, _ in _known_entries(text, known)}


def _known_entries(text: str, known: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each known label in a text, its value, and the money unit after the label."""
    for label, rest in labelled_entries(text):
        for candidate, value in _label_splits(label, rest):
            bare_label, unit = split_money_unit(candidate)
            if fold(candidate) in known:
                yield fold(candidate), value, unit
                break
            if unit and fold(bare_label) in known:
                yield fold(bare_label), value, unit
                break


def labelled_entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield ``填表人：甲     电话：1`` as (``填表人``, ``甲``), (``电话``, ``1``)."""
    parts = [text]
    if text.count(":") + text.count("：") > 1:
        parts = _split_entries(text)
    for part in parts:
        colon = _first_colon(part)
        if colon >= 0:
            yield part[:colon], part[colon + 1 :]


def _first_colon(part: str) -> int:
    """Return the place of the first colon that may end a label; -1 for none."""
    return part[:_MAX_COLON_POSITION].replace("：", ":").find(":")


def _split_entries(text: str) -> list[str]:
    """Split a text into parts that each start with a label; a gap within a value is no boundary."""
    parts: list[str] = []
    for part in re.split(_GAP, text.strip()):
        if parts and _first_colon(part) < 0:
            parts[-1] += " " + part
        elif part:
            parts.append(part)
    return parts


def _label_splits(label: str, rest: str) -> Iterator[tuple[str, str]]:
    """Yield the label up to the colon, with parentheses after it, and without those before it.

    ``填报单位：（盖章）甲``, ``填报单位（公章）：甲``.
    """
    bracket = _BRACKETED.match(rest)
    if bracket:
        yield label + bracket[0], rest[bracket.end() :]
    yield label, rest
    # A bracket that no label is printed with: 填报单位（公章）：甲. One with a unit stays.
    bare, opening, inside = label.replace("(", "（").partition("（")
    if opening and label.endswith((")", "）")) and _UNITS.isdisjoint(inside):
        yield bare, rest
