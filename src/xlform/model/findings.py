"""Findings: problems in a form, each with its cell, its figures and what to do about it.

A finding is never raised as an exception, and no exception is reported as a finding.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe"]
EditKind = Literal["text", "number", "formula", "blank"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Edit(msgspec.Struct, frozen=True):
    """Change of one cell, from the old content to the new.

    ``kind`` is the type of ``new``. Formulas have their leading ``=`` on both sides, numbers are
    plain decimals in the cell's own unit; ``blank`` empties the cell.
    """

    sheet: str
    cell: str
    old: str
    new: str
    kind: EditKind = "text"


class Fix(msgspec.Struct, frozen=True):
    """Edits that correct a finding; ``safe`` if no amount and no text changes."""

    safety: Safety
    edits: tuple[Edit, ...]


class Finding(msgspec.Struct, frozen=True):
    """One problem at one cell.

    ``code`` and ``name`` are the rule's. ``id`` is stable across runs and machines, so that a unit
    can refer to it in its answer. ``expected`` and ``actual`` are texts, "" if the rule has none.
    ``cell`` is "" for a finding about a whole sheet, ``sheet`` is "" for one about the file.
    ``help`` is what to do about it; in JSON its key is ``advice`` (docs/decisions/0006-json.md).
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

    @property
    def advice(self) -> str:
        """Return ``help``; its former name, kept for one release."""
        return self.help


class BatchFinding(Finding, frozen=True):
    """One problem between the files of a batch; ``file`` names the file it is reported for."""

    file: str = ""


Reason = Literal[
    "not-applicable",
    "undetermined",
    "no-data",
    "required-failed",
    "crashed",
    "ignored",
    "not-selected",
]


class NotAsked(msgspec.Struct, frozen=True):
    """Rule without a result for a subject, and the reason; never counted as passed."""

    code: str
    reason: Reason
    because: str
    sheet: str = ""
    cell: str = ""
