"""Order and ids of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from xlform.grid.address import parse_cell
from xlform.model.findings import BatchFinding, Finding, FindingType


def in_order(findings: list[BatchFinding], sheets: Sequence[str]) -> list[BatchFinding]:
    """Return findings by the first form on their sheet, row, column and code.

    ``sheets`` are those of the forms; findings on another sheet come first.
    """
    first = {sheet: n for n, sheet in reversed(list(enumerate(sheets, 1)))}
    return sorted(findings, key=lambda one: (first.get(one.sheet, 0), *sort_key(one)))


def with_ids(findings: Iterable[FindingType]) -> Iterator[FindingType]:
    """Yield the findings with ids: rule, sheet and cell, and a number where two share these."""
    seen: dict[str, int] = {}
    for finding in findings:
        file = finding.file if isinstance(finding, BatchFinding) else ""
        name = "/".join(filter(None, (finding.code, file, finding.sheet, finding.cell)))
        number = seen[name] = seen.get(name, 0) + 1
        yield replace(finding, id=f"{name}#{number}" if number > 1 else name)


def sort_key(finding: Finding) -> tuple[int, int, str, str]:
    """Return the place of a finding on its sheet, then its code and message."""
    row, column = parse_cell(finding.cell) if finding.cell else (0, 0)
    return row, column, finding.code, finding.message
