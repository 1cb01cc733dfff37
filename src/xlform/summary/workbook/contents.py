"""What a summary's sheets are made of: the spool's rows, less those of files that do not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from xlform.summary.layout import Layout
from xlform.summary.record import Row
from xlform.summary.spool import Filed, Spool
from xlform.summary.workbook.links import Leads, Ways


class Standing(Protocol):
    """Which of the files handed in count, and what a roster says of the units."""

    def counts(self, filed: Filed) -> bool:
        """Whether a file's figures go into the totals; not those of one that another replaced."""
        ...

    def because(self, filed: Filed) -> str:
        """Why a file that was read does not count, as a sentence; "" where it does."""
        ...

    def unit(self, filed: Filed) -> str:
        """What the file's unit is called in the summary."""
        ...

    def responsible(self, unit: str) -> str:
        """The division of the bureau in charge of a unit; "" where nothing says."""
        ...


class Everything:
    """The standing where there is no roster: every file counts under the unit it names."""

    def counts(self, filed: Filed) -> bool:
        """Likewise."""
        return not filed.problem

    def because(self, filed: Filed) -> str:  # noqa: ARG002  (it always counts)
        """Likewise."""
        return ""

    def unit(self, filed: Filed) -> str:
        """The unit as the file names it; the file where it names none."""
        return filed.unit or ("" if filed.problem else filed.name)

    def responsible(self, unit: str) -> str:  # noqa: ARG002  (nothing is known of any)
        """Nothing is known of it."""
        return ""


class Contents:
    """The rows of a run in their order, and the ways from the summary back to the files."""

    def __init__(
        self, spool: Spool, layouts: Mapping[str, Layout], output: Path, standing: Standing
    ) -> None:
        self.spool = spool
        self.layouts = layouts
        self.standing = standing
        self.ways = Ways(output)
        self._all_count = all(map(standing.counts, (f for f in spool.files() if not f.problem)))

    def files(self) -> Iterator[Filed]:
        """Every file, read or not."""
        return self.spool.files()

    def rows(self, table: str) -> Iterator[tuple[Filed, list[Row]]]:
        """The rows of a table, by file, of those that count."""
        every = self.spool.rows(table)
        return every if self._all_count else (one for one in every if self.standing.counts(one[0]))

    def count(self, table: str) -> int:
        """How many rows :meth:`rows` has in all."""
        if self._all_count:
            return self.spool.count(table)
        return sum(len(rows) for _, rows in self.rows(table))

    def leads(self, filed: Filed) -> Leads:
        """The links into a file."""
        return self.ways.into(filed.path)


def beside(
    files: Iterable[Filed], streams: list[Iterator[tuple[Filed, list[Row]]]]
) -> Iterator[tuple[Filed, list[list[Row]]]]:
    """Each file with its rows in each of several tables; all go in the same order."""
    heads = [next(stream, None) for stream in streams]
    for filed in files:
        found: list[list[Row]] = []
        for n, head in enumerate(heads):
            mine = head is not None and head[0].place == filed.place
            found.append(head[1] if mine and head else [])
            if mine:
                heads[n] = next(streams[n], None)
        yield filed, found
