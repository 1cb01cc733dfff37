"""Cells of a source form that were not read and are not printed in the written one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from xlform.model.submission import Form, Submission
from xlform.reading.regions import is_title, is_year
from xlform.reading.trace import UnclaimedCell
from xlform.template.labels import fold
from xlform.writing.form_draft import FormDraft

# Notes on rows that are read and belong to no value: they are not written.
_SKIPPED_ROWS = ("subtotal", "second-total")


class UnwrittenCell(msgspec.Struct, frozen=True):
    """Cell of the source, as sheet and cell, whose text is not in the written workbook."""

    sheet: str
    cell: str
    text: str


def unwritten_cells(
    unclaimed: Iterable[UnclaimedCell], submission: Submission, drafts: Iterable[FormDraft]
) -> Iterator[UnwrittenCell]:
    """Yield the unclaimed cells that the blanks do not print, then rows that were skipped.

    Only what a blank itself prints counts as written: an equal value of another cell does not.
    """
    drafts = tuple(drafts)
    by_sheet: dict[str, list[FormDraft]] = {}
    for draft in drafts:
        by_sheet.setdefault(draft.form.sheet, []).append(draft)
    for cell in unclaimed:
        if not any(_prints(draft, cell.text) for draft in by_sheet.get(cell.sheet, drafts)):
            yield UnwrittenCell(cell.sheet, cell.cell, cell.text)
    for form in submission.forms:
        yield from _skipped_rows(form)


def _prints(draft: FormDraft, text: str) -> bool:
    """Return True if the blank of a form prints a text, or prints its title or year there."""
    folded = fold(text)
    template = draft.blank.template
    if is_title(template, folded) or is_year(template, folded):
        return True
    # The rows of its tables are filled anew: what the blank prints in them is not copied.
    filled = {row for block in draft.blank.blocks for row in block.rows}
    return any(
        fold(printed) == folded
        for (row, _), printed in draft.blank.texts.items()
        if row not in filled
    )


def _skipped_rows(form: Form) -> Iterator[UnwrittenCell]:
    for note in form.notes:
        if note.code in _SKIPPED_ROWS:
            sheet, _, cell = note.cell.rpartition("!")
            yield UnwrittenCell(sheet or form.sheet, cell, note.seen)
