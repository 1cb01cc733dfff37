"""Record of a fix: each changed cell with its reason, and the findings left; as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from xlform.checking.check import Report
from xlform.checking.runner import CheckResult
from xlform.files.own_output import mark_output
from xlform.grid.model import Grid
from xlform.model.file_names import readable_name
from xlform.model.findings import EditKind, Finding, Safety, Severity
from xlform.model.submission import Submission
from xlform.ooxml.edit.cached_copies import CachedCopy
from xlform.rules.context import RuleContext

SCHEMA = "xlform.changes/1"
# Why a finding is left: its fix would change an amount or a word; another fix took the cell; the
# cell's content is not the one the fix was made for; it has no fix; its fix brings up another
# finding, or leaves as many as before; the cell can't be changed alone.
SkipReason = Literal["unsafe", "conflict", "moved", "none", "brings-up", "in-vain", "not-editable"]
Plain = dict[str, Any]


class CellChange(msgspec.Struct, frozen=True):
    """Cell changed by a rule.

    ``old`` and ``new`` are the cell's entries, a formula with its ``=``; ``old_value`` and
    ``new_value`` the displayed texts, "" for a blank and an unknown result. ``id`` is the
    finding's. ``passed_over`` are rules that would have changed the same cell in another way.
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
    """Formula that stays and shows another result, since it depends on a changed cell."""

    sheet: str
    cell: str
    formula: str
    old_value: str
    new_value: str


class SkippedFix(msgspec.Struct, frozen=True):
    """Finding whose fix was not applied, and why.

    ``by`` is the rule that took the cell or reports what the fix would bring up; ``reason`` that
    finding, or why the cell can't be changed, in words.
    """

    finding: Finding
    because: SkipReason
    by: str = ""
    reason: str = ""


class UnknownResult(msgspec.Struct, frozen=True):
    """Formula whose result could not be computed, and why; programs compute it on opening."""

    sheet: str
    cell: str
    formula: str
    because: str


class FixResult(msgspec.Struct, frozen=True):
    """Result of fixing one file; without ``changes`` the file stays as it was.

    ``path`` is as the user wrote it; ``source`` are the submitted bytes, ``data`` the fixed ones,
    read back and checked. ``checked`` and ``context`` are of the submitted file, ``grid`` has the
    fixed cells. ``declined`` are findings of the selected rules that are left; ``emerged`` new ones
    of severity info, ``after`` is the check of the fixed file. ``converted``: the submitted file
    was of another format, ``data`` is a new .xlsx.
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
    after: Report | None = None

    def marked_data(self) -> bytes:
        """Return the fixed file with the mark of xlform's outputs; one without changes as it is."""
        return mark_output(self.data, "fixed", self.path) if self.changes else self.data

    @property
    def left(self) -> tuple[Finding, ...]:
        """The findings of the selected rules that are left in the fixed file."""
        return tuple(skipped.finding for skipped in self.declined)


def plain_changes(fixed_file: FixResult, output: str = "") -> Plain:
    """Return one file's changes as dictionaries and lists; ``output`` is the file written."""
    return {
        "source": msgspec.to_builtins(fixed_file.submission.source),
        "output": readable_name(output),
        "sha256": hashlib.sha256(_written(fixed_file, output)).hexdigest(),
        "unit": fixed_file.submission.unit,
        "changes": msgspec.to_builtins(fixed_file.changes),
        "results": msgspec.to_builtins(fixed_file.results),
        "left": [_plain_declined(skipped) for skipped in fixed_file.declined],
        "unknown": msgspec.to_builtins(fixed_file.unknown),
        "copies": msgspec.to_builtins(fixed_file.copies),
        "emerged": msgspec.to_builtins(fixed_file.emerged),
    }


def _written(fixed_file: FixResult, output: str) -> bytes:
    """Return the bytes in the output; in place of the submitted file they have no mark."""
    in_place = output in ("", fixed_file.path)
    return fixed_file.data if in_place else fixed_file.marked_data()


def changes_json(
    mended: Iterable[tuple[FixResult, str]], *, indent: int = 0, problems: Iterable[str] = ()
) -> str:
    """Return the changes of files as JSON text, each with the file written ("" for none).

    ``problems`` are sentences on files that could not be read, changed or written.
    """
    files = [plain_changes(fixed_file, output) for fixed_file, output in mended]
    plain = {"schema": SCHEMA, "files": files, "problems": [readable_name(one) for one in problems]}
    text = msgspec.json.encode(plain)
    return (msgspec.json.format(text, indent=indent) if indent else text).decode()


def _plain_declined(declined: SkippedFix) -> Plain:
    plain: Plain = msgspec.to_builtins(declined.finding)
    return {**plain, "because": declined.because, "by": declined.by, "reason": declined.reason}
