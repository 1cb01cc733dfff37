"""Units, funds and sums of a district for its page, each figure with its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from xlform.summary.amounts import form_amounts
from xlform.summary.layout import Layout, layouts
from xlform.summary.unit_status import STATES, UnitStatus
from xlform.summary.workbook.cells import summable
from xlform.summary.workbook.summary_rows import SummaryRows, unit_name
from xlform.summary.workbook.unit_totals import UnitTotals, unit_totals
from xlform.template.roles import Role
from xlform.web.amount_text import amount_text
from xlform.web.district_view import (
    DistrictDifference,
    DistrictFund,
    DistrictSum,
    DistrictUnit,
    DistrictView,
    Figure,
    FileLink,
    FundEntry,
)

if TYPE_CHECKING:
    from xlform.summary.district import District
    from xlform.summary.kinds import Kind
    from xlform.summary.spool import Spool
    from xlform.web.work import Desk

# Roles of the name of what an amount is for, in a list or on a form of its own.
_NAMES = (Role.FUND, Role.PROJECT)


def district_view(
    desk: Desk, spool: Spool, district: District, ids: Mapping[str, str]
) -> DistrictView:
    """Return the view of an evaluated district; ``ids`` are the files' ids by their path."""
    known = layouts(tuple(desk.templates.values()))
    with SummaryRows(spool, known, None, district) as rows:
        amounts = form_amounts(district.kinds.values())
        totals = {each.unit: each for each in unit_totals(rows, amounts)}
        funds = _funds(rows, ids)
    read = {file.path: file for file in spool.files()}
    keys = [amount.key for amount in amounts]
    status = district.status

    def link(path: str, *, replaced: bool) -> FileLink:
        file = read.get(path)
        year = file.year if file and replaced and file.year != status.year else None
        return FileLink(ids.get(path, ""), file.name if file else path, replaced, year)

    def unit(one: UnitStatus) -> DistrictUnit:
        paths = (*one.files, *one.replaced, *(each.path for each in one.unreadable))
        files = tuple(link(path, replaced=path in one.replaced) for path in paths)
        found = totals.get(one.name, UnitTotals(one.name))
        return DistrictUnit(
            one.name,
            one.state,
            one.label,
            one.code,
            one.responsible,
            tuple(map(district.short_name, one.missing)),
            files,
            found.findings["error"],
            found.findings["warning"],
            tuple(amount_text(found.known(key)) for key in keys),
            found.misstated,
        )

    return DistrictView(
        year=status.year,
        years=tuple(status.years.items()),
        listed=district.listed,
        counts=tuple((state, status.count(state)) for state in STATES if status.count(state)),
        columns=tuple(amount.head for amount in amounts),
        units=tuple(map(unit, status.unit_statuses)),
        unlisted=tuple((one.path, one.unit, one.similar) for one in status.unlisted_files),
        funds=funds,
        sums=tuple(
            DistrictSum(
                district.sums.label(one.measure),
                amount_text(one.amount if one.units else None),
                one.units,
                one.lacking,
            )
            for one in district.sums.sums
        ),
        differences=tuple(_differences(district)),
    )


def _differences(district: District) -> Iterator[DistrictDifference]:
    sums = district.sums
    for one in sums.differences:
        yield DistrictDifference(
            one.unit,
            one.label,
            sums.short(one.measure),
            sums.short(one.against),
            amount_text(one.amount),
            amount_text(one.other),
            amount_text(one.difference),
        )


def _funds(rows: SummaryRows, ids: Mapping[str, str]) -> tuple[DistrictFund, ...]:
    """Return the funds or projects by amount; names that differ in blanks are one."""
    found: defaultdict[str, list[FundEntry]] = defaultdict(list)
    kinds = list(rows.district.kinds.values())
    listing = [kind for kind in kinds if _list_table(kind)] or kinds
    for kind in listing:
        for name, entry in _entries(rows, kind, ids):
            found[name].append(entry)
    funds = [_fund(name, entries) for name, entries in found.items()]
    return tuple(sorted(funds, key=lambda fund: (-Decimal(fund.amount or 0), fund.name)))


def _fund(name: str, entries: list[FundEntry]) -> DistrictFund:
    texts = [entry.figure.text for entry in entries]
    amount = amount_text(sum(map(Decimal, texts), Decimal())) if all(texts) else ""
    return DistrictFund(name, amount, len({entry.unit for entry in entries}), tuple(entries))


def _list_table(kind: Kind) -> str:
    """Return the table of a kind of form that lists funds; "" if it has none."""
    return next(
        (
            table
            for table in kind.tables
            if kind.with_table(table).roles.role_of_table(table) == Role.FUNDS
        ),
        "",
    )


def _entries(
    rows: SummaryRows, kind: Kind, ids: Mapping[str, str]
) -> Iterator[tuple[str, FundEntry]]:
    """Yield the names and amounts of a list, or of the forms of a kind."""
    table = _list_table(kind)
    names = rows.table_names
    layout = rows.layouts[names.of_table(kind.name, table) if table else names.of_kind(kind.name)]
    template = kind.with_table(table) if table else kind.first
    amount = template.roles.column(table, Role.AMOUNT) if table else kind.field(Role.AMOUNT)
    named = [template.roles.column(table, role) if table else kind.field(role) for role in _NAMES]
    name = next(filter(None, named), "")
    if not amount or not name:
        return
    name_at, amount_at, cell_at = (
        layout.of_field(name),
        layout.of_field(amount),
        _cell(layout, amount),
    )
    sheet_at, kind_at = layout.index("sheet"), layout.index("kind") if table else None
    for found in rows.tables(layout.name):
        file = found.file
        for row in found.rows():
            if kind_at is not None and row[kind_at] != kind.name:
                continue
            figure = Figure(
                amount_text(summable(row[amount_at])),
                ids.get(file.path, ""),
                str(row[sheet_at] or ""),
                str(row[cell_at] or "") if cell_at is not None else "",
            )
            yield "".join(str(row[name_at] or "").split()), FundEntry(unit_name(file), figure)


def _cell(layout: Layout, field: str) -> int | None:
    """Return the position of the cell of a figure in a row."""
    found = (
        number
        for number, column in enumerate(layout.columns)
        if column.field == field and column.part == "cell"
    )
    return next(found, None)
