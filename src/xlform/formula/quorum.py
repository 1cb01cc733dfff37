"""Results of formulas that two of three opinions agree on: our decimals' and two engines'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal

from xlform.formula.arithmetic import NotTold, Read, compute
from xlform.formula.calculation import (
    Answer,
    Question,
    SheetQuestion,
    answer_value,
    ask,
    told_value,
)
from xlform.formula.graph import Graph
from xlform.formula.intervals import Boxes, Place
from xlform.formula.references import Area
from xlform.grid.model import Cell, CellError, CellValue, Grid, Position
from xlform.ooxml.address import Range

# Numbers that differ by less, of their size, are the same in 15 digits computed two ways.
_RELATIVE = Decimal("1E-9")
# Nought in one engine is a speck of a binary fraction in another: never seen in a form, or what
# amounts of this size leave behind when they cancel each other out.
_SPECK = Decimal("1E-9")
_LEFT_BEHIND = Decimal("1E-14")
_NOUGHT = Decimal(0)
_DAY_NOUGHT = dt.date(1899, 12, 30)
# Newer errors need more than a cell to be stored; a result like that is not told.
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
# What an engine says of a function it doesn't know, or of an array formula it takes for a plain
# one: no opinion, unless that is what the file holds or our own.
_IGNORANCE = (CellError("#NAME?"), CellError("#VALUE!"))
# Cells met while ranges are looked through; ranges upon ranges over the same cells end here.
_LOOKS_AT_MOST = 2_000_000


def same_value(one: CellValue, other: CellValue, size: Decimal = _NOUGHT) -> bool:
    """Whether two results show the same: numbers to nine digits, a day and its number alike.

    ``size`` is that of the amounts computed with.
    """
    first, second = _serial(one), _serial(other)
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        gap = abs(first - second)
        largest = max(abs(first), abs(second))
        return gap <= max(_SPECK, _RELATIVE * largest, _LEFT_BEHIND * size)
    return type(first) is type(second) and first == second


def serial_number(day: dt.date) -> Decimal:
    """The number a spreadsheet counts a day as."""
    return Decimal((day - _DAY_NOUGHT).days)


def _serial(value: CellValue) -> CellValue:
    return serial_number(value) if isinstance(value, dt.date) else value


class Opinions:
    """Formulas of a grid asked about; what the others hold is taken as it stands."""

    def __init__(self, grid: Grid, graph: Graph, stored: Callable[[Place], CellValue]) -> None:
        self._grid = grid
        self._graph = graph
        self._stored = stored
        self._dates = Boxes(
            (number, *position)
            for number, sheet in enumerate(grid.sheets)
            for position, cell in sheet.cells.items()
            if isinstance(cell.value, dt.date)
        )
        self._looks = 0
        self._sizes: dict[Place, Decimal] = {}

    def same(self, place: Place, one: CellValue, other: CellValue) -> bool:
        """Whether two results of a formula show the same, given the amounts it computes with."""
        return same_value(one, other, self._sizes.get(place, _NOUGHT))

    def reads_dates(self, place: Place) -> bool:
        """Whether a formula reads a day itself; of its number the grid keeps less than the file."""
        return bool(self._dates.places) and any(
            True
            for sheet, area in self._graph.areas(place)
            for _ in self._dates.within(sheet, area.range)
        )

    def ours(self, asked: Collection[Place]) -> dict[Place, CellValue]:
        """What our decimals alone say, as far as they go."""
        return dict(self._own(asked))

    def agreed(self, asked: Collection[Place]) -> tuple[dict[Place, CellValue], set[Place]]:
        """The results two opinions agree on, and for the rest those on which opinions differ."""
        in_order = sorted(asked, key=self._graph.order.__getitem__)
        first = self._engine(in_order, asked, {}, "first")
        settled: dict[Place, CellValue] = {}
        self._tally(in_order, asked, [first], settled)
        left = [place for place in in_order if place not in settled]
        if not left:
            return settled, set()
        second = self._engine(left, set(left), settled, "second")
        heard = self._tally(left, asked, [first, second], settled)
        return settled, {place for place in left if place not in settled and heard[place] > 1}

    def _tally(
        self,
        in_order: list[Place],
        asked: Collection[Place],
        engines: list[dict[Place, CellValue]],
        settled: dict[Place, CellValue],
    ) -> dict[Place, int]:
        """Settle what two agree on; gives how many opinions there were on each."""
        heard: dict[Place, int] = {}
        for place in in_order:
            opinions = [*self._one(place, asked, settled)]
            backed = (*opinions, self._stored(place))
            opinions += [
                engine[place]
                for engine in engines
                if place in engine and (engine[place] not in _IGNORANCE or engine[place] in backed)
            ]
            heard[place] = len(opinions)
            for number, opinion in enumerate(opinions):
                if any(self.same(place, opinion, other) for other in opinions[number + 1 :]):
                    settled[place] = opinion
                    break
        return heard

    def _own(self, asked: Collection[Place]) -> Iterator[tuple[Place, CellValue]]:
        settled: dict[Place, CellValue] = {}
        for place in sorted(asked, key=self._graph.order.__getitem__):
            for value in self._one(place, asked, settled):
                settled[place] = value
                yield place, value

    def _one(
        self, place: Place, asked: Collection[Place], settled: Mapping[Place, CellValue]
    ) -> Iterator[CellValue]:
        """Our own opinion on one formula, if we have one."""
        number, row, column = place
        sheet = self._grid.sheets[number]
        cell = sheet.cells[row, column]

        def look(area: Area) -> Iterator[Read]:
            sheets = self._graph.sheets(area)
            if not sheets:
                raise NotTold
            for there in (
                (at, *position) for at in sheets for position in self._within(at, area.range)
            ):
                if there not in settled and there in asked:
                    raise NotTold
                found = settled[there] if there in settled else self._cell(there).value
                if found is None:
                    raise NotTold
                sizes.append(self._sizes.get(there, _NOUGHT))
                if isinstance(found, Decimal):
                    sizes.append(abs(found))
                yield found

        sizes: list[Decimal] = []
        try:
            value = compute(cell.formula, sheet.name, self._graph.names, look)
        except NotTold:
            return
        if isinstance(value, Decimal):
            value = answer_value(Answer("n", str(value)), cell.places)
        self._sizes[place] = max(sizes, default=_NOUGHT)
        if value is not None:
            yield value

    def _cell(self, place: Place) -> Cell:
        sheet, row, column = place
        return self._grid.sheets[sheet].cells[row, column]

    def _within(self, sheet: int, area: Range) -> Iterator[Position]:
        """The cells that hold something in an area, in reading order."""
        cells = self._grid.sheets[sheet].cells
        self._looks += min(area.area, len(cells))
        if self._looks > _LOOKS_AT_MOST:
            raise NotTold
        if area.area <= len(cells):
            columns = range(area.left, area.right + 1)
            for row in range(area.top, area.bottom + 1):
                for column in columns:
                    if (row, column) in cells:
                        yield row, column
        else:
            yield from (position for position in cells if area.covers(*position))

    def _engine(
        self,
        places: list[Place],
        asked: Collection[Place],
        settled: Mapping[Place, CellValue],
        opinion: str,
    ) -> dict[Place, CellValue]:
        """What an engine says, where it says something that can be stored."""
        needed = self._needed(places)
        sheets = [
            SheetQuestion(
                sheet.name, [self._told(place, asked, settled) for place in needed[number]]
            )
            for number, sheet in enumerate(self._grid.sheets)
        ]
        used = self._graph.names.used
        names = [pair for pair in self._grid.names if pair[0].casefold() in used]
        question = Question(
            sheets, names, list(places), "second" if opinion == "second" else "first"
        )
        said: dict[Place, CellValue] = {}
        for place, answer in zip(places, ask(question), strict=True):
            if answer.kind == "?":
                continue
            value = answer_value(answer, self._cell(place).places)
            if value is not None and not (
                isinstance(value, CellError) and value.code not in _ERRORS
            ):
                said[place] = value or Decimal(0) if isinstance(value, Decimal) else value
        return said

    def _needed(self, places: list[Place]) -> list[list[Place]]:
        """The cells an engine must have to compute the formulas, by sheet."""
        needed = [dict[Place, None]() for _ in self._grid.sheets]
        if self._graph.dynamic.isdisjoint(places):
            for place in places:
                needed[place[0]][place] = None
            areas = {(at, area.range) for place in places for at, area in self._graph.areas(place)}
            try:
                for at, area in areas:
                    needed[at].update(((at, *there), None) for there in self._within(at, area))
            except NotTold:
                pass
            else:
                return [list(cells) for cells in needed]
        return [
            [(number, *position) for position in sheet.cells]
            for number, sheet in enumerate(self._grid.sheets)
        ]

    def _told(
        self, place: Place, asked: Collection[Place], settled: Mapping[Place, CellValue]
    ) -> tuple[int, int, str, str]:
        _, row, column = place
        cell = self._cell(place)
        if place in asked and cell.formula:
            return row, column, "f", cell.formula
        value = _serial(settled.get(place, cell.value))
        unsaid = ("e", "#N/A") if value is None else ("s", str(value))
        return row, column, *(told_value(value) or unsaid)
