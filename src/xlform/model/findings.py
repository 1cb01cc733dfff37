"""Findings: what is wrong with a form, told with its place, its numbers and what to do.

A finding is never an exception, and an exception never a finding.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]
Safety = Literal["safe", "unsafe"]
EditKind = Literal["text", "number", "formula", "blank"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Edit(msgspec.Struct, frozen=True):
    """One cell to change: what stands there and what should.

    ``kind`` is what ``new`` is. Formulas are written with their leading ``=`` on either side,
    numbers as plain decimals in the cell's own unit; ``blank`` empties the cell.
    """

    sheet: str
    cell: str
    old: str
    new: str
    kind: EditKind = "text"


class Fix(msgspec.Struct, frozen=True):
    """A list of edits that mends a finding; ``safe`` where no amount and no word is changed."""

    safety: Safety
    edits: tuple[Edit, ...]


class Finding(msgspec.Struct, frozen=True):
    """One thing wrong at one cell.

    ``code`` and ``name`` are the rule's; ``id`` is the same from run to run and machine to machine,
    for a unit to answer to. ``expected`` and ``actual`` are texts, "" where the rule has none.
    ``cell`` is "" where the finding is about a whole sheet, ``sheet`` "" where about the file.
    ``help`` says what to do about it.
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
    help: str = msgspec.field(default="", name="advice")  # its name in the JSON

    @property
    def advice(self) -> str:
        """Return ``help``; its former name, kept for one release."""
        return self.help


class BatchFinding(Finding, frozen=True):
    """One thing wrong between the files of a batch; ``file`` is the one it is told of, by name."""

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
    """A rule that gave no answer on a subject, and why; never to be taken for a pass."""

    code: str
    reason: Reason
    because: str
    sheet: str = ""
    cell: str = ""
