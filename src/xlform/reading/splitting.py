"""Two entries written into one cell, line by line, taken apart where the lines agree."""

from __future__ import annotations

import msgspec

from xlform.grid.model import Cell
from xlform.reading.tables import Entry
from xlform.template.form import TableTemplate
from xlform.values import parse_target

_WHOLE = frozenset({"number", "range", "date"})


def split_entries(table: TableTemplate, entries: dict[str, Entry]) -> list[dict[str, Entry]]:
    """A row as one or more rows: ``基本支出⏎项目支出`` beside ``445.40万元⏎611.00万元`` is two.

    Only where every column that may hold several entries has the same number of lines, and the
    target makes no sense as one value (domain.md §3, 29 and 39).
    """
    columns = table.declaration.split
    if not columns or not all(_is_broken(entries.get(name)) for name in columns):
        return [entries]
    lines = {name: _lines(entries.get(name)) for name in columns}
    counts = {len(parts) for parts in lines.values()}
    if len(counts) != 1 or counts <= {0, 1} or _is_whole(table, lines):
        return [entries]
    return [
        {**entries, **{name: _part(entries[name], parts[n]) for name, parts in lines.items()}}
        for n in range(counts.pop())
    ]


def _is_broken(entry: Entry | None) -> bool:
    cell = entry.cell if entry else None
    return cell is not None and type(cell.value) is str and "\n" in cell.value


def _lines(entry: Entry | None) -> list[str]:
    if entry is None or entry.cell is None or type(entry.cell.value) is not str:
        return []
    return [line for line in entry.cell.value.splitlines() if line.strip()]


def _is_whole(table: TableTemplate, lines: dict[str, list[str]]) -> bool:
    """Whether the lines of a target are one value that was only broken to fit its cell."""
    return any(
        table.columns[name].kind == "target" and parse_target("".join(parts)).type in _WHOLE
        for name, parts in lines.items()
    )


def _part(entry: Entry, text: str) -> Entry:
    cell = entry.cell
    return Entry(entry.position, msgspec.structs.replace(cell, value=text) if cell else Cell(text))
