"""The paper that goes with a workbook, scanned or printed: a copy of it, no later version.

A unit files its forms as a workbook and as stamped paper. The workbook counts, since figures of the
paper may be unknown; the paper is compared with it, and gets no letter of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xlform.model.submission import Submission

# Formats of what was printed or stamped.
_PAPER = frozenset({"pdf", "image"})


class Filed(NamedTuple):
    """What a file holds: the forms of a unit, by kind, for a year; and whether it is paper."""

    unit: str
    year: int | None
    kinds: frozenset[str]
    is_paper: bool


def is_paper(kind: str, *, scanned: bool = False) -> bool:
    """Return whether a file of a format (``xlsx``, ``pdf`` …) is paper, printed or scanned."""
    return scanned or kind in _PAPER


def kind_of(found: Submission) -> str:
    """Return the format of a file, that of a picture for a document with scans pasted into it."""
    return "image" if any(form.places for form in found.forms) else found.source.format


def is_pair(one: Filed, other: Filed) -> bool:
    """Return whether of two files one is paper and the other not, both of the same forms."""
    same = bool(one.unit) and (one.unit, one.year) == (other.unit, other.year)
    return same and one.is_paper is not other.is_paper and bool(one.kinds & other.kinds)


def is_paper_copy(file: Filed, others: Iterable[Filed]) -> bool:
    """Return whether a file is paper all of whose forms are in workbooks among others."""
    workbooks = [other for other in others if is_pair(file, other)]
    kinds = frozenset[str]().union(*(other.kinds for other in workbooks))
    return file.is_paper and bool(workbooks) and file.kinds <= kinds
