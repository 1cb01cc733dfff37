"""A file of a round as the list shows it; all else is read again where a page needs it."""

from __future__ import annotations

from typing import Literal

import msgspec

from xlform.files.input_file import InputFile
from xlform.summary.paper_copies import Filed

FileState = Literal[
    "waiting", "reading", "unreadable", "duplicate", "faulty", "passed", "skipped", "expanded"
]
# States in the order in which the list counts them; an expanded archive is not listed.
LISTED: tuple[FileState, ...] = (
    "waiting", "reading", "unreadable", "duplicate", "faulty", "passed", "skipped",
)  # fmt: skip
PENDING: frozenset[FileState] = frozenset({"waiting", "reading"})
# States of a file whose page shows a submission.
READABLE: frozenset[FileState] = frozenset({"duplicate", "faulty", "passed"})


# The name, in the folder of a file, of the number of the page of a scan being read.
PAGE = "page"
# In place of an amount that is not certain on a scan.
DOUBTFUL = "?"


class ListedForms(msgspec.Struct, frozen=True, array_like=True):
    """Forms of one kind in a file: their short name, their number, and the sum of their amounts.

    ``amount`` is in 万元, "" where one of them lacks its amount, :data:`DOUBTFUL` where that of one
    is not certain on a scan, ``None`` for a kind without.
    """

    kind: str
    name: str
    count: int
    amount: str | None = None


class ReadFile(msgspec.Struct, frozen=True, array_like=True):
    """Result of reading a file, as a worker returns it.

    ``problem`` says why there is none, ``skipped`` that nobody expects one. ``members`` are the
    files found in an archive or a folder, which are read by themselves. ``language`` is the one it
    was read in. ``is_scan`` marks a scan or photograph, ``doubtful`` is the number of its figures
    that are not certain; ``is_paper`` marks what was scanned or printed. ``version`` is how late a
    version its name claims.
    """

    sha256: str = ""
    unit: str = ""
    year: int | None = None
    forms: tuple[ListedForms, ...] = ()
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    problem: str = ""
    skipped: bool = False
    members: tuple[InputFile, ...] = ()
    language: str = ""
    is_scan: bool = False
    doubtful: int = 0
    is_paper: bool = False
    version: tuple[int, ...] = ()

    @property
    def filed(self) -> Filed:
        """What it holds, to find the workbook or paper that it goes with."""
        return Filed(
            self.unit, self.year, frozenset(form.kind for form in self.forms), self.is_paper
        )


class RoundFile(msgspec.Struct, frozen=True):
    """A file of a round: what it is called outside, where its bytes are, what was read.

    ``id`` is random; ``chosen`` marks a file somebody named, which has to be a submission.
    ``change`` is the number of the round's change that made it what it is; ``same_as`` the id of
    the file with the same content that goes before it. ``is_upload`` is false for a file that is
    read where it is; ``container`` is the id of the archive or folder it was found in.
    """

    id: str
    file: InputFile
    state: FileState = "waiting"
    chosen: bool = True
    is_upload: bool = False
    container: str = ""
    read: ReadFile = ReadFile()
    same_as: str = ""
    change: int = 0

    @property
    def is_readable(self) -> bool:
        """Return True for a file with a submission to show."""
        return self.state in READABLE

    @property
    def stored(self) -> int:
        """Return the bytes stored for it in the round's folder."""
        return self.file.info.size if self.is_upload else 0

    @property
    def name(self) -> str:
        """Return the name by which people know it."""
        return self.file.info.path


def state_of(read: ReadFile, same_as: str) -> FileState:
    """Return the state of a file by what was read of it, and the file it is a copy of."""
    if read.skipped:
        return "skipped"
    if read.problem:
        return "unreadable"
    if same_as:
        return "duplicate"
    return "faulty" if read.errors else "passed"
