"""Findings: problems in a form, each with its cell, its figures and what to do about it.

A finding is never raised as an exception, and no exception is reported as a finding.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeVar

import msgspec

Severity = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe"]
EditKind = Literal["text", "number", "formula", "blank"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Change of one cell, from the old content to the new.

    ``kind`` is the type of ``new``. Formulas have their leading ``=`` on both sides, numbers are
    plain decimals in the cell's own unit; ``blank`` empties the cell.
    """

    sheet: str
    cell: str
    old: str
    new: str
    kind: EditKind = "text"


class Fix(msgspec.Struct, frozen=True, gc=False):
    """Edits that correct a finding; ``safe`` if no amount and no text changes."""

    safety: Safety
    edits: tuple[Edit, ...]


class Place(msgspec.Struct, frozen=True, order=True, gc=False):
    """Sheet and cell; ``cell`` is "" for a whole sheet, ``sheet`` "" for the file."""

    sheet: str
    cell: str


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One problem at one cell.

    ``code`` and ``name`` are the rule's. ``id`` is stable across runs and machines, so that a unit
    can refer to it in its answer. ``expected`` and ``actual`` are texts, "" if the rule has none.
    ``cell`` is "" for a finding about a whole sheet, ``sheet`` is "" for one about the file.
    ``help`` is what to do about it; in JSON its key is ``advice`` (docs/decisions/0006-json.md).
    ``operands`` are the other cells it was computed from, ``amount`` is the money at stake in 万元.
    ``group`` is the id of its group, ``cause`` the id of the finding it follows from, "" if none.
    """

    code: str
    name: str
    severity: Severity
    message: str
    sheet: str
    cell: str
    expected: str = ""
    actual: str = ""
    fix: Fix | None = None
    id: str = ""
    help: str = msgspec.field(default="", name="advice")
    operands: tuple[Place, ...] = ()
    amount: Decimal | None = None
    group: str = ""
    cause: str = ""

    @property
    def place(self) -> Place:
        """Return the sheet and cell."""
        return Place(self.sheet, self.cell)

    @property
    def advice(self) -> str:
        """Return ``help``; its former name, kept for one release."""
        return self.help


class BatchFinding(Finding, frozen=True, gc=False):
    """One problem between the files of a batch; ``file`` names the file it is reported for."""

    file: str = ""


FindingType = TypeVar("FindingType", bound=Finding)

Concern = Literal["money", "missing", "incomplete", "contradiction", "target", "wording", "layout"]
LetterSection = Literal["must", "explain", "format", "none"]


class Group(msgspec.Struct, frozen=True, gc=False):
    """Findings that say the same of several places, and those that follow from them.

    ``findings`` are the ids of the findings at ``places``, ``effects`` those of the findings that
    follow from them. ``code`` is the rule of the first, ``severity`` the highest of them.
    ``rank`` counts from 1 in the order of a letter; ``section`` is the part of the letter it
    belongs to, ``concern`` what it is about. ``amount`` is the money at stake in 万元, ``None`` if
    none is known.
    """

    id: str
    code: str
    severity: Severity
    rank: int
    section: LetterSection
    concern: Concern
    amount: Decimal | None
    message: str
    places: tuple[Place, ...]
    findings: tuple[str, ...]
    effects: tuple[str, ...] = ()


Reason = Literal[
    "not-applicable",
    "undetermined",
    "no-data",
    "required-failed",
    "crashed",
    "ignored",
    "accepted",
    "not-selected",
]


class NotAsked(msgspec.Struct, frozen=True, gc=False):
    """Rule without a result for a subject, and the reason; never counted as passed."""

    code: str
    reason: Reason
    because: str
    sheet: str = ""
    cell: str = ""
