"""A form as a grid of cells, independent of where it is drawn and of who writes the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

_PLACEHOLDER = re.compile(r"\{(?:([a-z0-9.]+):)?([a-z0-9._]+)\}")


@dataclass(frozen=True)
class Formula:
    """A live formula.  ``{name}`` stands for a named cell, ``{form:name}`` for one elsewhere.

    ``value`` is the result kept in the file, an error such as ``#REF!`` as text.
    """

    text: str
    value: Decimal | int | str


Value = str | int | Decimal | date | Formula | None


@dataclass(frozen=True)
class Cell:
    """One cell, or one merged block when ``rows`` or ``cols`` exceeds one."""

    row: int
    col: int
    value: Value
    style: str = "text"
    rows: int = 1
    cols: int = 1
    name: str = ""
    check: str = ""

    @property
    def merged(self) -> bool:
        """Whether the cell covers more than one grid position."""
        return self.rows > 1 or self.cols > 1

    @property
    def last_row(self) -> int:
        """The lowest row the cell covers."""
        return self.row + self.rows - 1

    @property
    def last_col(self) -> int:
        """The rightmost column the cell covers."""
        return self.col + self.cols - 1

    def positions(self) -> Iterator[tuple[int, int]]:
        """Every grid position the cell covers, the top left one first."""
        for row in range(self.row, self.last_row + 1):
            for col in range(self.col, self.last_col + 1):
                yield row, col


@dataclass(frozen=True)
class Form:
    """A filled or blank form: its cells and how wide its columns are.

    ``lows`` gives single rows a least height, to leave room for writing.
    """

    key: str
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    repeat: tuple[int, int] | None = None
    landscape: bool = False
    print_cols: int = 0
    lows: tuple[tuple[int, float], ...] = ()

    @property
    def height(self) -> int:
        """The number of rows the form takes."""
        return max(cell.last_row for cell in self.cells) + 1

    @property
    def width(self) -> int:
        """The number of columns the printed table takes."""
        return self.print_cols or len(self.widths)

    def named(self, name: str) -> Cell:
        """Return the cell of that name."""
        return next(cell for cell in self.cells if cell.name == name)

    def mapped(self, change: Callable[[Cell], Cell]) -> Form:
        """Return the same form with every cell changed."""
        return replace(self, cells=tuple(change(cell) for cell in self.cells))


@dataclass(frozen=True)
class Placement:
    """A form and the sheet position of its top left cell."""

    form: Form
    row: int = 0
    col: int = 0


@dataclass(frozen=True)
class Sheet:
    """One worksheet: the forms placed on it and the way it is shown."""

    name: str
    placements: tuple[Placement, ...]
    hidden: bool = False
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass
class Names:
    """Where every named cell of a workbook ended up."""

    where: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheets: list[Sheet]) -> Names:
        """Collect the named cells of all sheets; the first form of a key wins."""
        names = cls()
        for sheet in sheets:
            for spot in sheet.placements:
                for cell in spot.form.cells:
                    if cell.name:
                        place = address(cell.row + spot.row, cell.col + spot.col)
                        names.where.setdefault((spot.form.key, cell.name), (sheet.name, place))
        return names

    def resolve(self, formula: Formula, form: str, sheet: str) -> str:
        """Return the formula with real addresses in place of names."""

        def put(match: re.Match[str]) -> str:
            home, place = self.where[(match[1] or form, match[2])]
            return place if home == sheet else f"'{home}'!{place}"

        return _PLACEHOLDER.sub(put, formula.text)


def address(row: int, col: int) -> str:
    """Return the A1 address of a zero-based position (columns up to Z)."""
    return f"{chr(ord('A') + col)}{row + 1}"
