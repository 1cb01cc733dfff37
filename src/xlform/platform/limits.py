"""What a platform would refuse, found before anything is written: every breach with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from xlform.messages import translate
from xlform.ooxml.edit.splice import CELL_TEXT_AT_MOST
from xlform.platform.codes import Codes
from xlform.platform.profile import ColumnLimits, Profile
from xlform.platform.rows import Place, PlatformRow

_SHOWN: Final = 30


class Breach(msgspec.Struct, frozen=True):
    """Something the platform would refuse, where it stands, and why in one sentence."""

    place: Place
    because: str

    def line(self) -> str:
        """``云田镇.xlsx  附表3-1!E10  计量单位没有填……``."""
        cell = f"{self.place.sheet}!{self.place.cell}" if self.place.cell else self.place.sheet
        return "  ".join(part for part in (self.place.file, cell, self.because) if part)


def breaches(rows: Iterable[PlatformRow], profile: Profile, codes: Codes) -> list[Breach]:
    """Every breach once, in the order of the rows; a goal printed with each row is told once."""
    told: dict[Breach, None] = {}
    count = 0
    for row in rows:
        count += 1
        told.update(dict.fromkeys((*_missing(row, profile), *_refused(row, profile, codes))))
    if count > profile.rows_at_most:
        because = translate("platform.rows", count=count, limit=profile.rows_at_most)
        told[Breach(Place("", "", ""), because)] = None
    return list(told)


def _missing(row: PlatformRow, profile: Profile) -> Iterator[Breach]:
    """What had to be filled in, one breach a cell: an empty 指标值 lacks its sign and unit too."""
    operator = row.texts.get("operator", "")
    lacking: dict[Place, list[str]] = {}
    for column in profile.column:
        text = row.texts.get(column.name)
        if text is not None and not text.strip() and column.asked_with(operator):
            lacking.setdefault(row.places[column.name], []).append(column.label)
    for place, labels in lacking.items():
        yield Breach(place, translate("platform.required", columns="、".join(labels)))


def _refused(row: PlatformRow, profile: Profile, codes: Codes) -> Iterator[Breach]:
    """What was filled in and is too long, holds what it may not, or has no code."""
    for column in profile.column:
        text = row.texts.get(column.name, "")
        for because in _objections(column, text, codes) if text else ():
            yield Breach(row.places[column.name], because)


def _objections(column: ColumnLimits, text: str, codes: Codes) -> Iterator[str]:
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
