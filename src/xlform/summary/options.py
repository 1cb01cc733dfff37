"""What a summary is asked for, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from xlform.errors import FileProblem
from xlform.summary.summary_figures import SummaryFigures

if TYPE_CHECKING:
    from xlform.summary.versions import Latest


class SummaryOptions(msgspec.Struct, frozen=True):
    """Options on the expected units, the year that counts, and the later of a unit's files.

    ``roster`` is the path of a roster; ``year`` is that of most units unless given. With ``force``
    a file that xlform did not write is replaced.
    """

    roster: str | None = None
    year: int | None = None
    latest: Latest = "name"
    force: bool = False


class Summary(msgspec.Struct, frozen=True):
    """Result of a summary.

    ``written`` are the figures of the workbook, ``problems`` the sentences on files that were not
    read, ``data`` the folder of the rows as Parquet ("" for none). ``own_outputs`` is the number of
    files that xlform wrote itself, which were passed over.
    """

    written: SummaryFigures
    problems: tuple[str, ...]
    data: str = ""
    own_outputs: int = 0


class NothingCounted(FileProblem):
    """No form that counts was found, so nothing was written; ``problems`` say why, by file."""

    def __init__(self, code: str, problems: tuple[str, ...], **details: object) -> None:
        super().__init__(code, **details)
        self.problems = problems
