"""What a fix did to a file: each cell changed with its reason, and what it left; as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from xlform.checking.runner import CheckResult
from xlform.grid.model import Grid
from xlform.model.findings import EditKind, Finding, Safety, Severity
from xlform.model.submission import Submission
from xlform.ooxml.edit.cached_copies import CachedCopy
from xlform.rules.context import RuleContext

SCHEMA = "xlform.changes/1"
# Why a finding still stands: its fix would touch an amount or a word; another fix had the cell; the
# cell holds something else than the fix was made for; there is no fix.
SkipReason = Literal["unsafe", "conflict", "moved", "none"]
Plain = dict[str, Any]


class CellChange(msgspec.Struct, frozen=True):
    """One cell changed, and by which rule.

    ``old`` and ``new`` are what is typed in the cell, a formula with its ``=``; ``old_value`` and
    ``new_value`` what it shows, "" for nothing and for a result nobody can tell. ``id`` is the
    finding's. ``passed_over`` are rules that would have mended the same cell in another way.
    """

    sheet: str
    cell: str
    kind: EditKind
    old: str
    new: str
    old_value: str
    new_value: str
    code: str
    name: str
    severity: Severity
    safety: Safety
    message: str
    id: str
    passed_over: tuple[str, ...] = ()


class RecalculatedCell(msgspec.Struct, frozen=True):
    """A formula that stays and shows another result, since it depends on a changed cell."""

    sheet: str
    cell: str
    formula: str
    old_value: str
    new_value: str


class SkippedFix(msgspec.Struct, frozen=True):
    """A finding whose fix was not taken, and why; ``by`` is the rule that had the cell."""

    finding: Finding
    because: SkipReason
    by: str = ""


class UnknownResult(msgspec.Struct, frozen=True):
    """A formula whose result could not be worked out, and why; programs compute it on opening."""

    sheet: str
    cell: str
    formula: str
    because: str


class FixResult(msgspec.Struct, frozen=True):
    """One file mended, or left as it was where there are no ``changes``.

    ``path`` is as the user wrote it; ``source`` the bytes handed in, ``data`` those mended, read
    again and checked. ``checked`` and ``desk`` are of the file as handed in, ``grid`` has its cells
    as mended. ``declined`` are the findings of the rules in question that still stand; ``emerged``
    slight ones (of severity info) that were not there before. ``converted``: the file handed in
    was of an old format, ``data`` is a new .xlsx.
    """

    path: str
    submission: Submission
    context: RuleContext
    checked: CheckResult
    grid: Grid | None
    source: bytes
    data: bytes
    changes: tuple[CellChange, ...] = ()
    results: tuple[RecalculatedCell, ...] = ()
    declined: tuple[SkippedFix, ...] = ()
    unknown: tuple[UnknownResult, ...] = ()
    copies: tuple[CachedCopy, ...] = ()
    emerged: tuple[Finding, ...] = ()
    converted: bool = False

    @property
    def left(self) -> tuple[Finding, ...]:
        """The findings of the rules in question that stand in the file as mended."""
        return tuple(skipped.finding for skipped in self.declined)


def plain_changes(fixed_file: FixResult, output: str = "") -> Plain:
    """One file's changes as dictionaries, lists and strings; ``output`` is where it was written."""
    return {
        "source": msgspec.to_builtins(fixed_file.submission.source),
        "output": output,
        "sha256": hashlib.sha256(fixed_file.data).hexdigest(),
        "unit": fixed_file.submission.unit,
        "changes": msgspec.to_builtins(fixed_file.changes),
        "results": msgspec.to_builtins(fixed_file.results),
        "left": [_plain_declined(skipped) for skipped in fixed_file.declined],
        "unknown": msgspec.to_builtins(fixed_file.unknown),
        "copies": msgspec.to_builtins(fixed_file.copies),
        "emerged": msgspec.to_builtins(fixed_file.emerged),
    }


def changes_json(mended: Iterable[tuple[FixResult, str]], *, indent: int = 0) -> str:
    """The changes of files, each with where it was written ("" where it was not), as JSON text."""
    files = [plain_changes(fixed_file, output) for fixed_file, output in mended]
    text = msgspec.json.encode({"schema": SCHEMA, "files": files})
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()


def _plain_declined(declined: SkippedFix) -> Plain:
    plain: Plain = msgspec.to_builtins(declined.finding)
    return {**plain, "because": declined.because, "by": declined.by}
