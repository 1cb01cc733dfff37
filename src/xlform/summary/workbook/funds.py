"""专项资金 over all units: the entries of 附表2 by 专项, by unit, by responsible section."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from xlform.messages import translate
from xlform.summary.workbook import columns
from xlform.summary.workbook.detail_sheet import DetailSheet, column_getter
from xlform.summary.workbook.pagination import Entry
from xlform.summary.workbook.sheets import FUNDS
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name

By = Literal["fund", "unit", "responsible"]
GROUPINGS: Final[tuple[By, ...]] = ("fund", "unit", "responsible")

_FIELDS: Final = ("amount", "period_goal", "annual_goal")


class _Claim(msgspec.Struct, frozen=True, array_like=True):
    """An entry of 附表2 with the names it may be grouped by; links are made when it is written."""

    fund: str
    unit: str
    responsible: str
    fields: tuple[str | None, ...]
    sheet: str
    cell: str
    path: str
    file: str


_decoder: Final = msgspec.msgpack.Decoder(_Claim)
_encoder: Final = msgspec.msgpack.Encoder()


class Funds(DetailSheet):
    """The entries of 附表2 of all units, grouped; names of a 专项 that differ in blanks are one."""

    grouped = True

    def __init__(self, summary_rows: SummaryRows, by: By) -> None:
        layout = summary_rows.layouts[FUNDS]
        headings = {column.name: column for column in layout.columns}
        fund = columns.table_column(headings["fund"])
        unit = columns.unit()
        first = [fund, unit] if by == "fund" else [unit, fund]
        if by == "responsible":
            first = [columns.responsible(), unit, fund]
        money = columns.money_column(headings["amount"])
        goals = [columns.table_column(headings[key]) for key in _FIELDS[1:]]
        cols = (*first, money, *goals, columns.source_link(), columns.file())
        super().__init__(
            translate(f"summary.sheet-by-{by}"), translate(f"summary.funds-by-{by}"), cols
        )
        self._summary_rows = summary_rows
        self._by = by
        self._pick = column_getter(layout, ("fund", *_FIELDS))
        self._sheet = layout.index("sheet")
        self._places = [layout.index("amount_cell"), layout.index("cell")]
        self._db: sqlite3.Connection | None = None

    def entries(self) -> Iterator[Entry]:
        for claim in self._claims():
            link = self._summary_rows.link_targets.links_into(claim.path).to(
                claim.sheet, claim.cell
            )
            yield self._key(claim), (*self._first(claim), *claim.fields, link, claim.file)

    def sums(self) -> Iterator[Entry]:
        for claim in self._claims():
            yield self._key(claim), claim.fields[:1]

    def _first(self, claim: _Claim) -> tuple[str, ...]:
        if self._by == "fund":
            return claim.fund, claim.unit
        names = claim.unit, claim.fund
        return (claim.responsible, *names) if self._by == "responsible" else names

    def _key(self, claim: _Claim) -> str:
        return {"fund": claim.fund, "unit": claim.unit, "responsible": claim.responsible}[self._by]

    def _claims(self) -> Iterator[_Claim]:
        """Yield the entries in order of their groups, in a group as they were submitted."""
        if self._by == "unit":
            yield from self._unsorted()
            return
        if self._db is None:
            self._db = self._sorted()
        for (data,) in self._db.execute("SELECT data FROM claims ORDER BY key, number"):
            yield _decoder.decode(data)

    def _sorted(self) -> sqlite3.Connection:
        """Return a database of the entries on disk, where sorting takes no memory."""
        db = sqlite3.connect(
            self._summary_rows.spool.folder / f"{self._by}.sqlite", isolation_level=None
        )
        self._summary_rows.resources.callback(db.close)
        db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2048;"
            "CREATE TABLE claims (key TEXT, number INTEGER, data BLOB)"
        )
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO claims VALUES (?, ?, ?)",
            (
                (self._key(claim), n, _encoder.encode(claim))
                for n, claim in enumerate(self._unsorted())
            ),
        )
        db.execute("COMMIT")
        return db

    def _unsorted(self) -> Iterator[_Claim]:
        for file, rows in self._summary_rows.rows(FUNDS):
            unit = unit_name(file)
            status = self._summary_rows.unit_status(unit)
            responsible = status.responsible if status else ""
            for row in rows:
                fund, *fields = self._pick(row)
                cell = next((str(found) for n in self._places if (found := row[n])), "")
                yield _Claim(
                    fund="".join(str(fund or "").split()),
                    unit=unit,
                    responsible=responsible or translate("summary.no-responsible"),
                    fields=tuple(None if field is None else str(field) for field in fields),
                    sheet=str(row[self._sheet]),
                    cell=cell,
                    path=file.path,
                    file=file.name,
                )
