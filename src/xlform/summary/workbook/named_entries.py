"""Entries of forms that are nothing but a list, over all units: by name, by unit, by division."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from xlform.messages import translate
from xlform.summary.workbook import columns
from xlform.summary.workbook.columns import Column
from xlform.summary.workbook.detail_sheet import (
    DetailSheet,
    Shown,
    blocks_of_kinds,
    tuple_getter,
)
from xlform.summary.workbook.pagination import Entry
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name

By = Literal["fund", "unit", "responsible"]
GROUPINGS: Final[tuple[By, ...]] = ("fund", "unit", "responsible")


class EntryList(msgspec.Struct, frozen=True):
    """The list of a kind of form: its entries have a name and further columns.

    ``label`` is the name of the list, ``named`` what its entries are: 专项, 项目. ``source`` is the
    column of the cell that the link of an entry leads to.
    """

    kind: str
    table: str
    label: str
    named: str
    name: Shown
    shown: list[Shown]
    source: str


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """An entry with the names it may be grouped by; links are made when it is written."""

    name: str
    unit: str
    responsible: str
    fields: tuple[str | None, ...]
    sheet: str
    cell: str
    path: str
    file: str
    format: str


_decoder: Final = msgspec.msgpack.Decoder(_Entry)
_encoder: Final = msgspec.msgpack.Encoder()


class NamedEntries(DetailSheet):
    """The entries of a list, grouped; names that differ in blanks are one."""

    grouped = True

    def __init__(
        self, summary_rows: SummaryRows, entries: EntryList, by: By, kinds: frozenset[str]
    ) -> None:
        layout = summary_rows.layouts[entries.table]
        (_, name), unit = entries.name, columns.unit()
        first: list[Column] = [name, unit] if by == "fund" else [unit, name]
        if by == "responsible":
            first = [columns.responsible(), unit, name]
        shown = [column for _, column in entries.shown]
        cols = (*first, *shown, columns.source_link(), columns.file())
        details = {"list": entries.label, "named": entries.named}
        super().__init__(
            translate(f"summary.sheet-by-{by}", **details),
            translate(f"summary.list-by-{by}", **details),
            cols,
        )
        amount = next(column.key for column in shown if column.summed)
        self.ranked = (name.key, amount, entries.named) if by == "fund" else None
        self._summary_rows = summary_rows
        self._entries = entries
        self._kinds = kinds
        self._by = by
        self._name = layout.index(entries.name[0])
        self._fields = [layout.index(key) for key, _ in entries.shown]
        self._first_field = len(first)
        self._sheet = layout.index("sheet")
        self._places = [layout.index(key) for key in (entries.source, "cell")]
        self._db: sqlite3.Connection | None = None
        # In a forked process: that of its parent, which must not be closed there.
        self._inherited: sqlite3.Connection | None = None

    def entries(self) -> Iterator[Entry]:
        targets = self._summary_rows.link_targets
        for entry in self._in_order():
            links = targets.links_into(entry.path, entry.format)
            link = links.to(entry.sheet, entry.cell)
            yield self._key(entry), (*self._first(entry), *entry.fields, link, entry.file)

    def sums(self) -> Iterator[Entry]:
        summed = tuple_getter([index - self._first_field for index in self.summed])
        key = self._key
        for entry in self._in_order():
            yield key(entry), summed(entry.fields)

    def _first(self, entry: _Entry) -> tuple[str, ...]:
        if self._by == "fund":
            return entry.name, entry.unit
        names = entry.unit, entry.name
        return (entry.responsible, *names) if self._by == "responsible" else names

    def _key(self, entry: _Entry) -> str:
        if self._by == "fund":
            return entry.name
        return entry.responsible if self._by == "responsible" else entry.unit

    def _in_order(self) -> Iterator[_Entry]:
        """Yield the entries in order of their groups, in a group as they were submitted."""
        if self._by == "unit":
            yield from self._unsorted()
            return
        if self._db is None:
            self._db = self._sorted()
        for (data,) in self._db.execute("SELECT data FROM entries ORDER BY key, number"):
            yield _decoder.decode(data)

    def reopen(self) -> None:
        if self._db is not None:
            self._inherited, self._db = self._db, self._connect()

    def _connect(self) -> sqlite3.Connection:
        file = f"{self._entries.kind}.{self._entries.table}.{self._by}.sqlite"
        return sqlite3.connect(self._summary_rows.spool.folder / file, isolation_level=None)

    def _sorted(self) -> sqlite3.Connection:
        """Return a database of the entries on disk, where sorting takes no memory."""
        db = self._connect()
        self._summary_rows.resources.callback(db.close)
        db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -512;"
            "CREATE TABLE entries (key TEXT, number INTEGER, data BLOB)"
        )
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO entries VALUES (?, ?, ?)",
            (
                (self._key(entry), n, _encoder.encode(entry))
                for n, entry in enumerate(self._unsorted())
            ),
        )
        db.execute("COMMIT")
        return db

    def _unsorted(self) -> Iterator[_Entry]:
        no_responsible = translate("summary.no-responsible")
        for block in blocks_of_kinds(self._summary_rows, self._entries.table, self._kinds):
            column = block.column
            sheets, names = column(self._sheet), column(self._name)
            fields = zip(*map(column, self._fields), strict=True)
            places = zip(*map(column, self._places), strict=True)
            rows = zip(block.of_files(block.files), names, fields, sheets, places, strict=True)
            for file, name, values, sheet, cells in rows:
                unit = unit_name(file)
                status = self._summary_rows.unit_status(unit)
                yield _Entry(
                    name="".join(str(name or "").split()),
                    unit=unit,
                    responsible=(status.responsible if status else "") or no_responsible,
                    fields=tuple(None if each is None else str(each) for each in values),
                    sheet=str(sheet),
                    cell=next((str(found) for found in cells if found), ""),
                    path=file.path,
                    file=file.name,
                    format=file.kind,
                )
