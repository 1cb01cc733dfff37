"""The units of a review, each with its files, from a district evaluated over a spool."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from xlform.checking.roster import Roster
from xlform.messages import clauses, listed, translate
from xlform.review.ledger import FileState, ReviewedFile
from xlform.rules.context import RuleContext
from xlform.summary.spooled_file import SpooledFile
from xlform.summary.unit_status import SubmissionStatus, UnitStatus

_NANOSECONDS = 1_000_000_000


class SubmittedUnit(msgspec.Struct, frozen=True):
    """A unit and what it handed in.

    ``paths`` are those of the files that count, ``excluded`` the numbers of the forms in them that
    do not, from 1.

    ``listed`` is False for a unit that the roster lacks, and for a file that names no unit, which
    stands for one under its own name.
    """

    name: str
    files: tuple[ReviewedFile, ...] = ()
    paths: tuple[str, ...] = ()
    excluded: tuple[tuple[str, tuple[int, ...]], ...] = ()
    missing: tuple[str, ...] = ()
    code: str = ""
    responsible: str = ""
    listed: bool = True
    because: str = ""

    @property
    def is_absent(self) -> bool:
        """Return True for a unit of which nothing came."""
        return not self.files


def submitted_units(
    files: Iterable[SpooledFile],
    status: SubmissionStatus,
    context: RuleContext,
    roster: Roster | None = None,
    deadline: dt.date | None = None,
) -> list[SubmittedUnit]:
    """Return every unit: those of the roster in its order, then the others by name."""
    return _Units(files, status, context, roster, deadline).units()


class _Units:
    """Makes the units of a review; ``files`` are all files, read or not."""

    def __init__(
        self,
        files: Iterable[SpooledFile],
        status: SubmissionStatus,
        context: RuleContext,
        roster: Roster | None,
        deadline: dt.date | None,
    ) -> None:
        self._files = {file.path: file for file in files}
        self._status = status
        self._roster = roster
        self._deadline = deadline
        self._replaced_by = {form.path: form.replaced_by for form in status.selection.excluded}
        self._copies = {form.path for form in status.selection.excluded if form.is_copy}
        self._kinds = {
            template.kind: template.declaration.name for template in context.templates.values()
        }

    def units(self) -> list[SubmittedUnit]:
        known = [self._of_status(status) for status in self._status.unit_statuses]
        used = {path for status in self._status.unit_statuses for path in _paths_of(status)}
        return [*known, *self._unlisted(used)]

    def _of_status(self, status: UnitStatus) -> SubmittedUnit:
        files = [self._file(path) for path in (*status.files, *status.replaced)]
        files += [self._unreadable(file.path) for file in status.unreadable]
        return SubmittedUnit(
            status.name,
            tuple(files),
            tuple(status.files),
            self._excluded(status.files),
            tuple(self._kinds.get(kind, kind) for kind in status.missing),
            status.code,
            status.responsible,
            because=self._because(status),
        )

    def _because(self, status: UnitStatus) -> str:
        if status.state == "unreadable":
            return listed(dict.fromkeys(file.reason for file in status.unreadable))
        names = listed(self._kinds.get(kind, kind) for kind in status.missing)
        return translate("review.missing", forms=names) if names and status.files else ""

    def _unlisted(self, used: set[str]) -> Iterator[SubmittedUnit]:
        """Yield the units that the roster lacks, and files of no unit under their own names."""
        by_name: dict[str, list[SpooledFile]] = defaultdict(list)
        taken = {status.name for status in self._status.unit_statuses}
        for path, file in self._files.items():
            if path in used or not file.is_meant:
                continue
            name = self._status.units.get(path) or file.unit or Path(file.name).stem
            by_name[translate("review.same-name", name=name) if name in taken else name].append(
                file
            )
        for name in sorted(by_name):
            yield self._unlisted_unit(name, by_name[name])

    def _unlisted_unit(self, name: str, spooled: list[SpooledFile]) -> SubmittedUnit:
        unread = [file for file in spooled if file.problem]
        read = [file for file in spooled if not file.problem]
        files = [self._file(file.path) for file in read]
        counted = tuple(file.path for file in files if file.state == "counts")
        files += [self._unreadable(file.path) for file in unread]
        because = translate("review.unlisted") if self._roster else ""
        if not counted:
            because = clauses(file.problem for file in unread) or because
        excluded = self._excluded(counted)
        return SubmittedUnit(name, tuple(files), counted, excluded, listed=False, because=because)

    def _excluded(self, paths: Iterable[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
        numbers = self._status.selection.numbers
        return tuple((path, tuple(sorted(numbers[path]))) for path in paths if path in numbers)

    def _file(self, path: str) -> ReviewedFile:
        file = self._files[path]
        counts = any(
            self._status.selection.counts(path, number) for number in range(1, file.forms + 1)
        )
        state: FileState = "counts"
        because = ""
        if not counts:
            by = self._replaced_by.get(path, "")
            state = "replaced" if by else "other-year"
            state = "paper" if path in self._copies else state
            because = translate(f"review.{state}", file=by)
        return self._reviewed(file, state, because)

    def _unreadable(self, path: str) -> ReviewedFile:
        file = self._files[path]
        return self._reviewed(file, "unreadable", file.problem)

    def _reviewed(self, file: SpooledFile, state: FileState, because: str) -> ReviewedFile:
        late = (
            self._deadline is not None
            and file.modified > 0
            and (
                dt.datetime.fromtimestamp(file.modified / _NANOSECONDS).date() > self._deadline  # noqa: DTZ006  (a deadline is a day where the bureau is)
            )
        )
        return ReviewedFile(file.path, state, file.sha256, file.size, file.modified, because, late)


def _paths_of(status: UnitStatus) -> Iterator[str]:
    yield from status.files
    yield from status.replaced
    for file in status.unreadable:
        yield file.path
