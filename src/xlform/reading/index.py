"""Where the known labels of a sheet stand: one pass over its cells, asked by every template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from xlform.grid.model import Cell, Merges, Position, Sheet
from xlform.ooxml.address import Range
from xlform.reading.naming import Named
from xlform.template.form import FormTemplate
from xlform.template.labels import fold, split_money_unit

# Blanks of every width that stand at the ends of a text without meaning anything.
BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\ufeff"
# Longer texts are nobody's label; a label that carries its value after a colon stands early.
LABEL_AT_MOST = 48
_COLON_WITHIN = 24
_COLONS = re.compile("[:：]")
_BRACKETED = re.compile(r"\s*[（(][^（()）]{0,12}[)）]")
# Two entries in one cell are set apart by at least this much blank.
_GAP = re.compile(r"(?:[ \t\u00a0]{2,}|\u3000+|\n)")


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A label where it stands: its cell, its merge's lower right corner, what its cell tells.

    ``rest`` is the text behind the label's colon in the same cell, ``None`` where there is none;
    ``unit`` the money unit bracketed behind the label.
    """

    row: int
    column: int
    bottom: int
    right: int
    rest: str | None = None
    unit: str = ""

    @property
    def position(self) -> Position:
        """Its cell."""
        return self.row, self.column


class Labels(msgspec.Struct, frozen=True):
    """The labels looked for: all ``known`` ones, and the ``spanning`` among them.

    A tall label stands beside several rows, and where its merge was undone it may be repeated
    down all of them.
    """

    known: frozenset[str]
    spanning: frozenset[str]

    @classmethod
    def of(cls, templates: Iterable[FormTemplate]) -> Labels:
        """The labels of all templates together."""
        templates = tuple(templates)
        return cls(
            frozenset(label for template in templates for label in template.labels),
            frozenset(label for template in templates for label in template.spanning_labels),
        )


class SheetIndex:
    """A sheet with its known labels found, its cells by row, and its merges at hand.

    ``named`` are its cells with a name of a field (:mod:`xlform.reading.naming`).
    """

    def __init__(self, sheet: Sheet, labels: Labels, named: Named | None = None) -> None:
        self.sheet = sheet
        self.named: Named = named or {}
        self.cells = sheet.cells
        self.merges = Merges(sheet.merges)
        self.rows: dict[int, list[int]] = {}
        self.spots: dict[str, list[Spot]] = {}
        self.labelled: dict[Position, str] = {}
        self._spanning = labels.spanning
        self._find(labels.known)
        self.top = min(self.rows, default=0)
        self.bottom = max(self.rows, default=0)
        self.left = min((columns[0] for columns in self.rows.values()), default=0)
        self.right = max((columns[-1] for columns in self.rows.values()), default=0)

    def _find(self, known: frozenset[str]) -> None:
        last, columns = 0, [0]
        for position, cell in self.cells.items():
            text = cell.value
            if isinstance(text, str) and not cell.formula and not text.strip(BLANKS):
                continue
            row, column = position
            if row != last:
                columns = self.rows.setdefault(row, [])
                last = row
            columns.append(column)
            if isinstance(text, str):
                if len(text) <= LABEL_AT_MOST:
                    folded = fold(text)
                    if folded in known:
                        self._add(folded, position, None, "")
                        continue
                    if "元" in text and self._find_with_unit(position, text, known):
                        continue
                if ":" in text or "：" in text:
                    self._find_inside(position, text, known)

    def _find_with_unit(self, position: Position, text: str, known: frozenset[str]) -> bool:
        label, unit = split_money_unit(text)
        if not unit or fold(label) not in known:
            return False
        self._add(fold(label), position, None, unit)
        return True

    def _find_inside(self, position: Position, text: str, known: frozenset[str]) -> None:
        for label, value, unit in _known_entries(text, known):
            self._add(label, position, value, unit)

    def _add(self, label: str, position: Position, rest: str | None, unit: str) -> None:
        self.labelled[position] = label
        if rest is None and self._extends(label, position):
            return
        self.spots.setdefault(label, []).append(spot_at(self, position, rest, unit))

    def _extends(self, label: str, position: Position) -> bool:
        """Take a label that repeats its neighbour, as an undone merge leaves it, for one label."""
        row, column = position
        spots = self.spots.get(label)
        if not spots or self.merges.anchored(position):
            return False
        for number, spot in enumerate(spots):
            reach = spot.bottom + (label in self._spanning)
            touches = spot.row <= row <= reach and spot.column <= column <= spot.right + 1
            if touches and spot.rest is None and not self.merges.anchored(spot.position):
                spots[number] = msgspec.structs.replace(
                    spot, bottom=max(spot.bottom, row), right=max(spot.right, column)
                )
                return True
        return False

    def columns(self, row: int, area: Range) -> list[int]:
        """The columns of ``area`` in which this row holds something, from the left."""
        columns = self.rows.get(row)
        if columns is None:
            return []
        if area.left <= columns[0] and columns[-1] <= area.right:
            return columns
        return [column for column in columns if area.left <= column <= area.right]

    def spots_in(self, labels: tuple[str, ...], area: Range) -> list[Spot]:
        """The spots of the first of ``labels`` that stands in the area, in reading order."""
        whole = area.top == area.left == 1 and area.right >= self.right
        whole = whole and area.bottom >= self.bottom
        for label in labels:
            found = self.spots.get(label)
            if found and not whole:
                found = [spot for spot in found if area.covers(spot.row, spot.column)]
            if found:
                return found
        return []

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell if it holds something that shows."""
        return self.cells.get((row, column))


def spot_at(index: SheetIndex, position: Position, rest: str | None = None, unit: str = "") -> Spot:
    """The spot of a label at a cell, reaching as far as its merge."""
    row, column = position
    merge = index.merges.anchored(position)
    bottom, right = (merge.bottom, merge.right) if merge else (row, column)
    return Spot(row, column, bottom, right, rest, unit)


def labels_in(text: str, known: frozenset[str]) -> set[str]:
    """The known labels that stand in a text with their values behind a colon."""
    return {label for label, _, _ in _known_entries(text, known)}


def _known_entries(text: str, known: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Each known label in a text, its value, and the money unit bracketed behind the label."""
    for label, rest in labelled_entries(text):
        for candidate, value in _splits(label, rest):
            bare, unit = split_money_unit(candidate)
            if fold(candidate) in known:
                yield fold(candidate), value, ""
                break
            if unit and fold(bare) in known:
                yield fold(bare), value, unit
                break


def labelled_entries(text: str) -> Iterator[tuple[str, str]]:
    """``填表人：甲     电话：1`` → (``填表人``, ``甲``), (``电话``, ``1``)."""
    pieces = [text]
    if len(_COLONS.findall(text)) > 1:
        pieces = _entries_apart(text)
    for piece in pieces:
        colon = _COLONS.search(piece[:_COLON_WITHIN])
        if colon:
            yield piece[: colon.start()], piece[colon.end() :]


def _entries_apart(text: str) -> list[str]:
    """Pieces that each begin with a label; a gap inside a value does not part it."""
    pieces: list[str] = []
    for piece in _GAP.split(text.strip()):
        if pieces and not _COLONS.search(piece[:_COLON_WITHIN]):
            pieces[-1] += " " + piece
        elif piece:
            pieces.append(piece)
    return pieces


def _splits(label: str, rest: str) -> Iterator[tuple[str, str]]:
    """The label as far as the colon, or with the bracket behind it: ``填报单位：（盖章）甲``."""
    bracket = _BRACKETED.match(rest)
    if bracket:
        yield label + bracket[0], rest[bracket.end() :]
    yield label, rest
