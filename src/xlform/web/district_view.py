"""What the page of the district shows, as a worker process returns it."""

from __future__ import annotations

from typing import Literal

import msgspec

DistrictFile = Literal["summary", "ledger", "letters"]
DISTRICT_FILES: tuple[DistrictFile, ...] = ("summary", "ledger", "letters")


class ReadRecord(msgspec.Struct, frozen=True, array_like=True):
    """A file of a round: its id, its name, and where its record is.

    ``record`` is "" for a file that was not read, which ``problem`` explains. ``modified`` is in
    nanoseconds since 1970, 0 where unknown.
    """

    id: str
    name: str
    size: int = 0
    modified: int = 0
    record: str = ""
    problem: str = ""
    code: str = ""
    skipped: bool = False
    counts: dict[str, int] = {}


class FileLink(msgspec.Struct, frozen=True):
    """A file of a unit: its id in the round, "" where it is not read, and its name.

    ``replaced`` where another file of the unit counts in its place. ``other_year`` is the year of a
    file that does not count since it is of another than the one shown.
    """

    id: str
    name: str
    replaced: bool = False
    other_year: int | None = None


class Figure(msgspec.Struct, frozen=True):
    """An amount in 万元 and the cell it came from; ``text`` is "" where it is unknown."""

    text: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def at(self) -> str:
        """Return its place as the page of the submission takes it."""
        return self.cell if "!" in self.cell else f"{self.sheet}!{self.cell}"


class DistrictUnit(msgspec.Struct, frozen=True):
    """A unit: its state, what is missing, its files, its findings, its amounts by column."""

    name: str
    state: str
    label: str
    code: str = ""
    responsible: str = ""
    missing: tuple[str, ...] = ()
    files: tuple[FileLink, ...] = ()
    errors: int = 0
    warnings: int = 0
    amounts: tuple[str, ...] = ()
    misstated: bool = False


class FundEntry(msgspec.Struct, frozen=True):
    """An amount of a fund: the unit, and the figure with its cell."""

    unit: str
    figure: Figure


class DistrictFund(msgspec.Struct, frozen=True):
    """A fund or project over all units; ``amount`` is "" where one of its amounts is unknown."""

    name: str
    amount: str
    units: int
    entries: tuple[FundEntry, ...] = ()


class DistrictSum(msgspec.Struct, frozen=True):
    """A figure added up over all units, and the units that lack it."""

    label: str
    amount: str
    units: int
    lacking: tuple[str, ...] = ()


class DistrictDifference(msgspec.Struct, frozen=True):
    """Two figures of a unit that are not equal."""

    unit: str
    label: str
    measure: str
    against: str
    amount: str
    other: str
    difference: str


class DistrictView(msgspec.Struct, frozen=True):
    """The district of a round.

    ``columns`` are the heads of the units' amounts; ``listed`` where there is a roster.
    ``problem`` is the sentence on a roster that can't be used.
    """

    year: int | None = None
    years: tuple[tuple[int, int], ...] = ()
    listed: bool = False
    counts: tuple[tuple[str, int], ...] = ()
    columns: tuple[str, ...] = ()
    units: tuple[DistrictUnit, ...] = ()
    unlisted: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    funds: tuple[DistrictFund, ...] = ()
    sums: tuple[DistrictSum, ...] = ()
    differences: tuple[DistrictDifference, ...] = ()
    problem: str = ""
