"""What a summary's sheets are made of: the spool's rows, less those of forms that don't count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from xlform.messages import translate
from xlform.summary.district import District
from xlform.summary.layout import Layout
from xlform.summary.record import Row
from xlform.summary.spool import Filed, Spool
from xlform.summary.standing import Standing
from xlform.summary.versions import Left
from xlform.summary.workbook.links import Leads, Ways

# The column by which a row tells of which form of its file it is.
_FORM = "form"


class Contents(AbstractContextManager["Contents"]):
    """The rows of a run in their order, and the ways from the summary back to the files."""

    def __init__(
        self, spool: Spool, layouts: Mapping[str, Layout], output: Path | None, district: District
    ) -> None:
        self.spool = spool
        self.layouts = layouts
        self.district = district
        self.ways = Ways(output)
        # What is opened on the way and has to be closed before the spool is.
        self.opened = ExitStack()
        choice = district.attendance.choice
        self._out = choice.out
        self._left = {(one.path, one.form): one for one in choice.left}
        self._standings = {one.name: one for one in district.attendance.standings}

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened on the way."""
        self.opened.close()

    def files(self) -> Iterator[Filed]:
        """Every file, read or not."""
        return self.spool.files()

    def counts(self, filed: Filed) -> bool:
        """Whether anything in a file counts."""
        return not filed.problem and len(self._out.get(filed.path, ())) < filed.forms

    def rows(self, table: str) -> Iterator[tuple[Filed, list[Row]]]:
        """The rows of a table, by file, of forms that count."""
        every = self.spool.rows(table)
        return self._counting(table, every) if self._out else every

    def count(self, table: str) -> int:
        """How many rows :meth:`rows` has in all."""
        if not self._out:
            return self.spool.count(table)
        return sum(len(rows) for _, rows in self.rows(table))

    def leads(self, filed: Filed) -> Leads:
        """The links into a file."""
        return self.ways.into(filed.path, filed.kind)

    def standing(self, unit: str) -> Standing | None:
        """What came of a unit; ``None`` for one that is on no line of the roster."""
        return self._standings.get(unit)

    def because(self, filed: Filed, form: int) -> str:
        """Why a form doesn't count, as a sentence; "" where it does."""
        left = self._left.get((filed.path, form))
        return _told(left) if left else ""

    def _counting(
        self, table: str, every: Iterable[tuple[Filed, list[Row]]]
    ) -> Iterator[tuple[Filed, list[Row]]]:
        of_forms = self.layouts[table].names[0] == _FORM
        for filed, rows in every:
            out = self._out.get(filed.path)
            if not out:
                yield filed, rows
            elif of_forms:
                kept = [row for row in rows if row[0] not in out]
                if kept:
                    yield filed, kept
            elif self.counts(filed):
                yield filed, rows


def unit_of(filed: Filed) -> str:
    """What a file's unit is called; the file's own name where it names none, "" if unread."""
    return filed.unit or ("" if filed.problem else filed.name)


def _told(left: Left) -> str:
    if not left.by:
        return translate("summary.other-year", year=left.year)
    key = "summary.replaced-by" if left.sure else "summary.replaced-perhaps"
    return translate(key, by=left.by)


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
