"""Work of the page that compares two submissions, done in a worker process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import msgspec

from xlform.checking.baseline import compare as compare_findings
from xlform.comparison.compare import compare
from xlform.comparison.model import Comparison, Difference, Side
from xlform.files.input_file import InputFile
from xlform.formats.conversion import as_workbook
from xlform.grid.model import Grid
from xlform.messages import translate
from xlform.model.findings import Finding, Place
from xlform.report.checked_file import cell_location, finding_location
from xlform.report.marked import refuse_moved_cells
from xlform.report.marked_diff import write_marked_diff
from xlform.report.sheets.edited_text import edited_text
from xlform.report.sheets.html import CellLink
from xlform.report.sheets.style_sheet import StyleSheet
from xlform.web.comparison_view import ComparisonView, SheetPair, ShownDifference
from xlform.web.current_file import CurrentFile, current_file, decided, unfixable
from xlform.web.scan_work import cut_pictures, on_scan, place_name
from xlform.web.shown_sheets import MarkedPlace, SheetPages
from xlform.web.submission_files import download, written
from xlform.web.submission_view import Decisions, ShownNote, ShownSheet

if TYPE_CHECKING:
    from xlform.web.work import Desk

_encoder: Final = msgspec.msgpack.Encoder()
_PAIRS_AT_MOST: Final = 20
_TEXT_AT_MOST: Final = 600


def show(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the :class:`.ComparisonView` of a file and an earlier one, encoded.

    The arguments are the decisions, and the earlier file, encoded.
    """
    left, right, comparison = _compared(desk, file, *arguments)
    for at, side in enumerate((left, right)):
        places = [_place(sides[at]) for sides in _sides(comparison)]
        cut_pictures(side.data, str(side.path), filter(None, places), side.report.context.grid)
    return _encoder.encode(_Pages(left, right, comparison).view())


def make(desk: Desk, file: InputFile, *arguments: object) -> bytes:
    """Return the copy of a file with its differences marked as a :class:`.Download`, encoded.

    The arguments are those of :func:`show`.
    """
    _, right, comparison = _compared(desk, file, *arguments)
    name = str(right.path)
    source, converted = as_workbook(right.data, name)
    grid = right.report.context.grid
    if converted and grid is not None:
        refuse_moved_cells(grid, source, name)
    data = written(lambda path: write_marked_diff(path, source, name, comparison))
    return _encoder.encode(download(right, "submission.file-diff", ".xlsx", data))


def _compared(
    desk: Desk, file: InputFile, *arguments: object
) -> tuple[CurrentFile, CurrentFile, Comparison]:
    decisions = decided(arguments[0])
    other = arguments[1] if isinstance(arguments[1], bytes) else b""
    earlier = msgspec.msgpack.decode(other, type=InputFile)
    left = current_file(desk, earlier, Decisions((), decisions.accepted))
    right = current_file(desk, file, decisions)
    templates = tuple(desk.templates.values())
    return left, right, compare(left.report.submission, right.report.submission, templates)


def _sides(comparison: Comparison) -> list[tuple[Side | None, Side | None]]:
    return [(one.left, one.right) for one in comparison.differences]


def _place(side: Side | None) -> Place | None:
    return Place(side.sheet, side.cell) if side else None


class _Pages:
    """Both files and what differs between them."""

    def __init__(self, left: CurrentFile, right: CurrentFile, comparison: Comparison) -> None:
        self._files = left, right
        self._comparison = comparison
        sides = _sides(comparison)
        self._left, self._right = (
            _sheet_pages(file, [pair[at] for pair in sides], key)
            for at, (file, key) in enumerate(((left, "a"), (right, "b")))
        )

    def view(self) -> ComparisonView:
        comparison, styles = self._comparison, StyleSheet()
        found = comparison.differences
        counts = translate("diff.counts", total=len(found), **comparison.counts)
        unread_left, unread_right = comparison.unread
        earlier, now = (file.report for file in self._files)
        changes = compare_findings(earlier.findings, now.checked)
        new = [one for one in now.findings if changes.states.get(one.id) == "new"]
        differences = tuple(self._differences())
        view = ComparisonView(
            counts=counts if found else translate("diff.equal"),
            unread=translate("comparison.unread", left=unread_left, right=unread_right)
            if any(comparison.unread)
            else "",
            differences=tuple(one for one in differences if one.kind != "doubtful"),
            doubtful=tuple(one for one in differences if one.kind == "doubtful"),
            pairs=(),
            styles="",
            version="",
            fixed=tuple(map(_note, changes.fixed)),
            new=tuple(map(_note, new)),
            kept=sum(state == "kept" for state in changes.states.values()),
            scans=(_is_scan(self._files[0]), _is_scan(self._files[1])),
            markable=not unfixable(self._files[1].report.submission.source),
        )
        pairs = tuple(self._pairs(styles))
        return msgspec.structs.replace(
            view, pairs=pairs, styles=styles.text(), version=styles.version
        )

    def _differences(self) -> Iterator[ShownDifference]:
        for number, one in enumerate(self._comparison.differences, 1):
            left, right = (
                side.text[:_TEXT_AT_MOST] if side else "" for side in (one.left, one.right)
            )
            yield ShownDifference(
                anchor=f"d{number}",
                kind=one.kind,
                form=one.form,
                label=one.label,
                text=edited_text(left, right),
                left=_side_note(one.left, self._left),
                right=_side_note(one.right, self._right),
                left_picture=self._picture(0, one.left),
                right_picture=self._picture(1, one.right),
            )

    def _picture(self, at: int, side: Side | None) -> str:
        place = _place(side)
        grid = self._files[at].report.context.grid
        return place_name(place) if place and on_scan(place, grid) else ""

    def _pairs(self, styles: StyleSheet) -> Iterator[SheetPair]:
        """Yield the sheets that differ, each with the one it was compared with."""
        found = self._comparison.differences
        left = self._shown(
            self._left, ((n, one, one.left) for n, one in enumerate(found, 1)), styles
        )
        right = self._shown(
            self._right, ((n, one, one.right) for n, one in enumerate(found, 1)), styles
        )
        together = dict.fromkeys(
            (one.left.sheet if one.left else "", one.right.sheet if one.right else "")
            for one in found
        )
        for ours, theirs in list(together)[:_PAIRS_AT_MOST]:
            if (ours and theirs) or not any(
                ours in pair or theirs in pair for pair in together if all(pair)
            ):
                yield SheetPair(left.get(ours), right.get(theirs))

    @staticmethod
    def _shown(
        pages: SheetPages, sides: Iterable[tuple[int, Difference, Side | None]], styles: StyleSheet
    ) -> dict[str, ShownSheet]:
        marks = []
        for number, difference, side in sides:
            if side and side.cell:
                kind = translate(f"diff-kind.{difference.kind}")
                link = CellLink(f"#d{number}", str(number), f"{number} {kind} {difference.label}")
                classes = f"marked diff-{difference.kind}"
                marks.append(MarkedPlace(Place(side.sheet, side.cell), classes, link))
        return {sheet.name: sheet for sheet in pages.shown(marks, styles, ())}


def _is_scan(file: CurrentFile) -> bool:
    grid = file.report.context.grid
    return grid is not None and any(sheet.recognised for sheet in grid.sheets)


def _sheet_pages(file: CurrentFile, sides: Iterable[Side | None], key: str) -> SheetPages:
    """Return the sheets of one side that have differences, laid out."""
    places = [Place(side.sheet, side.cell) for side in sides if side]
    names = {place.sheet for place in places}
    report = file.report
    grid = report.context.grid or Grid(())
    wanted = Grid(tuple(sheet for sheet in grid.sheets if sheet.name in names))
    pages = SheetPages(wanted, report.submission.forms, places, key)
    pages.lay_out(file.data, str(file.path))
    return pages


def _side_note(side: Side | None, pages: SheetPages) -> ShownNote:
    if side is None:
        return ShownNote("")
    return ShownNote(
        side.text[:_TEXT_AT_MOST],
        cell_location(side.sheet, side.cell),
        pages.href(Place(side.sheet, side.cell)),
    )


def _note(finding: Finding) -> ShownNote:
    return ShownNote(f"{finding.code} {finding.message}", finding_location(finding))
