"""Records of a comparison of two submissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from xlform.model.page_place import PagePlace
from xlform.model.submission import Row, Source, Value

# Kind of a difference; ``doubtful`` is for readings that are not certain.
DifferenceKind = Literal["changed", "added", "removed", "doubtful"]
KINDS: tuple[DifferenceKind, ...] = ("changed", "added", "removed", "doubtful")


class Side(msgspec.Struct, frozen=True):
    """One side of a difference: form, row and value of one submission.

    ``value`` is a field's value, the values of a whole row, or the title of a whole form; ``text``
    is the source's own text. ``cell`` is "" where the source has no single cell for it, ``place``
    where on its pages a scan has it.
    """

    value: Value | Row
    text: str
    sheet: str
    cell: str
    place: PagePlace | None = None


class Difference(msgspec.Struct, frozen=True):
    """One field, row or form that is not the same in both submissions.

    ``form`` is the form's name with its subject, ``label`` the printed name of the field with that
    of its row, ``path`` its path as in ``origins``: that of the right submission, or of the left
    for what was removed. ``left`` or ``right`` is ``None`` for a row or form of one side only.
    """

    kind: DifferenceKind
    form: str
    label: str
    path: str
    left: Side | None
    right: Side | None


class Comparison(msgspec.Struct, frozen=True):
    """Differences between two submissions, in the order of the right one's forms.

    ``unread`` are the numbers of parts of either file that nobody could compare.
    """

    left: Source
    right: Source
    differences: tuple[Difference, ...]
    unread: tuple[int, int] = (0, 0)

    @property
    def counts(self) -> Mapping[str, int]:
        """Return the number of differences of each kind."""
        kinds = [difference.kind for difference in self.differences]
        return {kind: kinds.count(kind) for kind in KINDS}
