"""What the page that compares two submissions shows, as a worker process returns it."""

from __future__ import annotations

import msgspec

from xlform.report.sheets.edited_text import EditedText
from xlform.web.submission_view import ShownNote, ShownSheet


class ShownDifference(msgspec.Struct, frozen=True):
    """A difference: its kind, what differs, both texts as one edit, and both places.

    ``left_picture`` and ``right_picture`` are the places of their pictures on a scan, "" without.
    """

    anchor: str
    kind: str
    form: str
    label: str
    text: EditedText
    left: ShownNote
    right: ShownNote
    left_picture: str = ""
    right_picture: str = ""


class SheetPair(msgspec.Struct, frozen=True):
    """Two sheets that differ, side by side; ``None`` where one side has no such sheet."""

    left: ShownSheet | None
    right: ShownSheet | None


class ComparisonView(msgspec.Struct, frozen=True):
    """The page of a comparison; ``left`` is the earlier submission.

    ``counts`` and ``unread`` are sentences. ``fixed`` are findings of the earlier one that are
    gone, ``new`` those that it did not have, ``kept`` is the number of those both have.
    ``doubtful`` are the differences in figures that are not certain on a scan. ``scans`` says of
    each of the two whether it is a scan. ``markable``: a copy of the later one can be marked.
    """

    counts: str
    unread: str
    differences: tuple[ShownDifference, ...]
    pairs: tuple[SheetPair, ...]
    styles: str
    version: str
    fixed: tuple[ShownNote, ...] = ()
    new: tuple[ShownNote, ...] = ()
    kept: int = 0
    doubtful: tuple[ShownDifference, ...] = ()
    scans: tuple[bool, bool] = (False, False)
    markable: bool = True
