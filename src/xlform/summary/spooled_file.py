"""A file in the spool, and its head: where its rows are."""

from __future__ import annotations

import msgspec

# Where rows begin, how many bytes and how many rows they are.
Place = tuple[int, int, int]


class SpooledFile(msgspec.Struct, frozen=True, array_like=True):
    """A file in the spool.

    ``place`` counts from 1 in the order of everything; ``name`` is extended by folders where
    several files share one. ``errors``, ``warnings`` and ``infos`` count its findings. ``problem``
    is the sentence that says why it was not read, "" if it was; ``skipped`` is 1 for a file beside
    the submissions that is none, so that nobody expects it to be read. ``kind`` is its format
    (``xlsx``, ``docx`` …), "" if unread; ``code`` that of the problem.
    """

    place: int
    path: str
    name: str
    size: int
    modified: int
    sha256: str
    unit: str
    year: int | None
    forms: int
    errors: int
    warnings: int
    infos: int
    problem: str
    skipped: int = 0
    kind: str = ""
    code: str = ""

    @property
    def is_meant(self) -> bool:
        """Return True for a file meant as a submission: an empty one is, skipped though it is."""
        return not self.skipped or self.code == "empty-file"


class SpoolHead(msgspec.Struct, array_like=True):
    """A file, its own name, the place of its entry in the batch index and of its rows by table.

    ``between`` are the rows of findings between files.
    """

    file: SpooledFile
    name: str
    entry: tuple[int, int]
    parts: dict[str, Place]
    between: list[Place] = []
