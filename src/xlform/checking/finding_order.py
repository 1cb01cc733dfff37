"""Order and ids of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from xlform.grid.address import parse_cell
from xlform.model.findings import Finding, FindingType

_Key = tuple[int, tuple[int, int], str, str]
_WHOLE_SHEET = (0, 0)


def in_order(findings: list[FindingType], sheets: Sequence[str]) -> list[FindingType]:
    """Return findings by the first form on their sheet, row, column, code and message.

    ``sheets`` are those of the forms; findings on another sheet come first.
    """
    first = {sheet: n for n, sheet in reversed(list(enumerate(sheets, 1)))}

    def key(one: Finding) -> _Key:
        cell = one.cell
        position = parse_cell(cell) if cell else _WHOLE_SHEET
        return first.get(one.sheet, 0), position, one.code, one.message

    return sorted(findings, key=key)


def finding_id(code: str, file: str, sheet: str, cell: str) -> str:
    """Return rule, file, sheet and cell as an id, those left out that are ""."""
    if sheet and cell and not file:
        return f"{code}/{sheet}/{cell}"
    return "/".join(filter(None, (code, file, sheet, cell)))


def numbered(findings: Iterable[FindingType]) -> Iterator[FindingType]:
    """Yield the findings, each once, with a number after an id that one before has too."""
    known: dict[str, list[FindingType]] = {}
    for finding in findings:
        alike = known.setdefault(finding.id, [])
        if finding in alike:
            continue
        alike.append(finding)
        number = len(alike)
        yield replace(finding, id=f"{finding.id}#{number}") if number > 1 else finding
