"""Values the platform would reject, found before anything is written, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from xlform.messages import listed, translate
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST
from xlform.platform.code_table import CodeTable
from xlform.platform.profile import ColumnLimits, Profile
from xlform.platform.rows import CellLocation, PlatformRow

_SHOWN: Final = 30


class LimitViolation(msgspec.Struct, frozen=True):
    """Value the platform would reject, its location, and the reason in one sentence."""

    location: CellLocation
    because: str

    def line(self) -> str:
        """Return ``云田镇.xlsx  附表3-1!E10  计量单位没有填……``."""
        cell = (
            f"{self.location.sheet}!{self.location.cell}"
            if self.location.cell
            else self.location.sheet
        )
        return "  ".join(part for part in (self.location.file, cell, self.because) if part)


def limit_violations(
    rows: Iterable[PlatformRow], profile: Profile, codes: CodeTable
) -> list[LimitViolation]:
    """Return every violation once, in the order of rows.

    A goal repeated in each row counts once.
    """
    violations: dict[LimitViolation, None] = {}
    count = 0
    for row in rows:
        count += 1
        violations.update(dict.fromkeys((*_missing(row, profile), *_refused(row, profile, codes))))
    if count > profile.rows_at_most:
        because = translate("platform.rows", count=count, limit=profile.rows_at_most)
        violations[LimitViolation(CellLocation("", "", ""), because)] = None
    return list(violations)


def _missing(row: PlatformRow, profile: Profile) -> Iterator[LimitViolation]:
    """Yield missing required values, one violation a cell: an empty 指标值 also lacks its unit."""
    operator = row.texts.get("operator", "")
    missing_labels: dict[CellLocation, list[str]] = {}
    for column in profile.column:
        text = row.texts.get(column.name)
        if text is not None and not text.strip() and column.is_required_with(operator):
            missing_labels.setdefault(row.locations[column.name], []).append(column.label)
    for location, labels in missing_labels.items():
        yield LimitViolation(location, translate("platform.required", columns=listed(labels)))


def _refused(row: PlatformRow, profile: Profile, codes: CodeTable) -> Iterator[LimitViolation]:
    """Yield values that are too long, contain forbidden characters, or have no code."""
    for column in profile.column:
        text = row.texts.get(column.name, "")
        for because in _column_violations(column, text, codes) if text else ():
            yield LimitViolation(row.locations[column.name], because)


def _column_violations(column: ColumnLimits, text: str, codes: CodeTable) -> Iterator[str]:
    limit = column.at_most or CELL_TEXT_AT_MOST
    if len(text) > limit:
        yield translate("platform.long", column=column.label, length=len(text), limit=limit)
    found = re.search(column.without, text) if column.without else None
    if found:
        seen = translate("platform.blank") if not found[0].strip() else f"“{found[0]}”"
        yield translate("platform.characters", column=column.label, text=_short(text), seen=seen)
    if column.coded and codes.of(column.label, text) is None:
        yield translate("platform.no-code", column=column.label, text=_short(text))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
