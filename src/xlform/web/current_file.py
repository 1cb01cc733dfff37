"""A file of a round as it is now, in a worker process: with the fixes that were chosen."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.check import Report
from xlform.errors import FileProblem, XlformError
from xlform.files.contents import input_bytes
from xlform.files.input_file import InputFile
from xlform.fixing.fix import ChosenFixer, Fixed
from xlform.formats.conversion import office_program
from xlform.formats.registry import format_of
from xlform.messages import translate
from xlform.model.submission import Source
from xlform.report.checked_file import CheckedFile
from xlform.web.submission_view import Decisions

if TYPE_CHECKING:
    from xlform.web.work import Desk

# Files kept ready in a worker: a page asks for them again with each download.
_KEPT_AT_MOST: Final = 3
_SMALL: Final = 4 << 20


class CurrentFile(msgspec.Struct, frozen=True):
    """A file with the chosen fixes: its content, its check, the fixed file if anything changed.

    ``problem`` says why the fixes could not be carried out; the content is then the submitted one.
    """

    path: Path
    data: bytes
    report: Report
    fixed: Fixed | None = None
    problem: str = ""

    @property
    def checked_file(self) -> CheckedFile:
        """Return the check as reports take it."""
        report = self.report
        return CheckedFile(str(self.path), report.submission, report.checked, report.context)


def decided(data: object) -> Decisions:
    """Return the decisions in the argument of a task."""
    return msgspec.msgpack.decode(data if isinstance(data, bytes) else b"", type=Decisions)


def current_file(desk: Desk, file: InputFile, decisions: Decisions) -> CurrentFile:
    """Return a file as it is with the decisions of the clerk; a few small ones are kept ready.

    Raises :class:`~xlform.errors.XlformError` for a file that can't be read.
    """
    data, kept = input_bytes(file), desk.current_files
    key = sha256(data).hexdigest(), file.info.path, decisions
    found = kept.get(key)
    if not isinstance(found, CurrentFile):
        found = _current(desk, data, Path(file.info.path), decisions)
    if len(data) <= _SMALL:
        kept[key] = found
        if len(kept) > _KEPT_AT_MOST:
            del kept[next(iter(kept))]
    return found


def _current(desk: Desk, data: bytes, path: Path, decisions: Decisions) -> CurrentFile:
    checker = desk.checker_of(decisions.accepted)
    problem = ""
    if decisions.fixes:
        try:
            fixed = ChosenFixer(checker, decisions.fixes).fix_content(data, path)
        except XlformError as reason:
            problem = str(reason)
        else:
            return CurrentFile(path, fixed.data, _after(fixed), fixed)
    return CurrentFile(path, data, checker.check_workbook(data, path), None, problem)


def _after(fixed: Fixed) -> Report:
    if fixed.after is None:
        raise FileProblem("nothing-to-fix", path=fixed.path)
    return fixed.after


def unfixable(source: Source) -> str:
    """Return why the cells of a file can't be changed; "" if they can."""
    known = format_of(source.format)
    if known and (known.editable or (known.convertible and office_program())):
        return ""
    if known and known.convertible:
        return translate("submission.no-office")
    return translate("submission.no-cells")
