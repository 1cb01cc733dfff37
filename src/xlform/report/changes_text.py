"""Changes to a file for the terminal: as a list, and as a diff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from xlform.fixing.changes import CellChange, FixResult, RecalculatedCell, SkippedFix
from xlform.grid.address import parse_cell, parse_range
from xlform.messages import listed, translate
from xlform.model.submission import Form
from xlform.report.checked_file import CheckedFile, cell_location, form_title
from xlform.report.excerpt import Excerpt, ExcerptCell, Excerpts
from xlform.terminal.tree import unpainted
from xlform.terminal.width import clipped, wrapped

Paint = Callable[[str, str], str]
_INDENT = "  "
_MAX_WIDTH = 60


def changes_lines(fixed: FixResult, *, columns: int, paint: Paint = unpainted) -> Iterator[str]:
    """Return lines with the changes and findings left open, within ``columns``."""
    return _ChangesText(fixed, columns, paint).lines()


class _ChangesText:
    """Lists the changes of one file."""

    def __init__(self, fixed: FixResult, columns: int, paint: Paint) -> None:
        self._fixed = fixed
        self._checked_file = CheckedFile(fixed.path, fixed.submission, fixed.checked, fixed.context)
        self._columns = columns
        self._paint = paint

    def lines(self) -> Iterator[str]:
        fixed = self._fixed
        yield self._paint(clipped(fixed.submission.source.name, self._columns), "file")
        yield self._paint(clipped(self._checked_file.headline, self._columns), "unit")
        if fixed.converted:
            # First of all: the clerk decides whether the loss is acceptable.
            yield from wrapped(translate("fix.converted"), self._columns)
        if not fixed.changes and not fixed.declined:
            yield _INDENT + translate("fix.nothing")
            return
        for _, changes in groupby(fixed.changes, key=lambda entry: entry.sheet):
            yield from self._sheet(list(changes))
        yield from self._results()
        yield from self._declined()
        yield from self._notes()

    def _sheet(self, changes: list[CellChange]) -> Iterator[str]:
        yield ""
        yield self._paint(clipped(self._title(changes[0]), self._columns), "form")
        for change in changes:
            yield from self._change(change)

    def _title(self, change: CellChange) -> str:
        form = _form_at(self._fixed, change.sheet, change.cell)
        return f"{change.sheet}  {form_title(self._checked_file, form)}" if form else change.sheet

    def _change(self, change: CellChange) -> Iterator[str]:
        marks = [(change.cell, "place"), (change.code, "code")]
        if change.safety == "unsafe":
            marks.append((translate("fix.unsafe-mark"), "warning"))
        yield _INDENT + " ".join(self._paint(text, colour) for text, colour in marks)
        yield from self._indented(change.message)
        if change.old != change.new or change.old == change.old_value:
            yield from self._indented(_change_text(change))
        if change.kind == "formula" and change.old_value != change.new_value:
            yield from self._indented(_arrow(change.old_value, change.new_value))
        if change.passed_over:
            yield from self._indented(
                translate("fix.passed-over", codes=listed(change.passed_over))
            )

    def _results(self) -> Iterator[str]:
        results = [entry for entry in self._fixed.results if entry.old_value != entry.new_value]
        if results:
            yield ""
            yield self._paint(translate("fix.results", count=len(results)), "note")
        for entry in results:
            yield from self._hanging(_result(entry))

    def _declined(self) -> Iterator[str]:
        declined = self._fixed.declined
        if declined:
            yield ""
            yield self._paint(translate("fix.left", count=len(declined)), "warning")
        for entry in declined:
            yield from self._hanging(_declined_line(entry))
            yield from self._indented(
                translate(f"declined.{entry.because}", by=entry.by, reason=entry.reason)
            )

    def _notes(self) -> Iterator[str]:
        fixed = self._fixed
        shown = [
            *(
                translate(
                    "fix.unknown",
                    place=cell_location(entry.sheet, entry.cell),
                    formula=entry.formula,
                    why=translate(f"unknown.{entry.because}"),
                )
                for entry in fixed.unknown
            ),
            *(
                translate(f"copied.{entry.kind}", part=entry.part, cells=listed(entry.cells))
                for entry in fixed.copies
            ),
            *(
                translate(
                    "fix.emerged",
                    place=cell_location(entry.sheet, entry.cell),
                    message=entry.message,
                )
                for entry in fixed.emerged
            ),
        ]
        if shown:
            yield ""
            yield self._paint(translate("fix.notes"), "note")
        for line in shown:
            yield from self._hanging(line)

    def _indented(self, text: str) -> Iterator[str]:
        lines = wrapped(" ".join(text.split()), self._columns - 2 * len(_INDENT))
        return (_INDENT * 2 + line for line in lines)

    def _hanging(self, text: str) -> Iterator[str]:
        first, *rest = wrapped(" ".join(text.split()), self._columns - 2 * len(_INDENT))
        yield _INDENT + first
        yield from (_INDENT * 2 + line for line in rest)


def _form_at(fixed: FixResult, sheet: str, cell: str) -> Form | None:
    """Return the form that contains a cell."""
    position = parse_cell(cell)
    forms = (form for form in fixed.submission.forms if form.sheet == sheet)
    return next((form for form in forms if parse_range(form.range).covers(*position)), None)


def _change_text(change: CellChange) -> str:
    blank = translate("fix.blank")
    # A formula's value differs from its content; a text's does not, even with a leading =.
    was_formula = change.old.startswith("=") and change.old != change.old_value
    if change.kind == "number" and not was_formula:
        key = "fix.number"
    elif change.kind == "formula" and change.old.startswith("="):
        key = "fix.formula" if was_formula else "fix.made-formula"
    else:
        key = "fix.content"
    return translate(key, old=change.old or blank, new=change.new or blank)


def _arrow(old: str, new: str) -> str:
    return translate(
        "fix.shows", old=old or translate("fix.no-result"), new=new or translate("fix.open")
    )


def _result(entry: RecalculatedCell) -> str:
    shows = _arrow(entry.old_value, entry.new_value)
    return translate(
        "fix.result",
        place=cell_location(entry.sheet, entry.cell),
        formula=entry.formula,
        shows=shows,
    )


def _declined_line(entry: SkippedFix) -> str:
    finding = entry.finding
    severity = translate(f"severity.{finding.severity}")
    location = cell_location(finding.sheet, finding.cell)
    return f"{location} {severity} {finding.code} {finding.message}".strip()


# Diff


def diff_lines(fixed: FixResult, new_name: str, *, paint: Paint = unpainted) -> Iterator[str]:
    """Return the changed rows before and after, in grid notation, like a unified diff."""
    edited = [(entry.sheet, entry.cell) for entry in fixed.changes]
    locations = dict.fromkeys([*edited, *((entry.sheet, entry.cell) for entry in fixed.results)])
    if not locations:
        return
    yield paint(f"--- {fixed.path}", "old")
    yield paint(f"+++ {new_name}", "fresh")
    before, after = Excerpts(fixed.context.grid), Excerpts(fixed.grid)
    shown: set[tuple[str, int]] = set()
    for sheet, cell in locations:
        form = _form_at(fixed, sheet, cell)
        old, new = before.around(sheet, cell, form), after.around(sheet, cell, form)
        if old and new:
            yield from _hunk((sheet, cell), old, new, shown, paint)


def _hunk(
    location: tuple[str, str], old: Excerpt, new: Excerpt, shown: set[tuple[str, int]], paint: Paint
) -> Iterator[str]:
    """Yield the row of a cell and its neighbours; rows already shown are not repeated."""
    sheet, cell = location
    rows = [
        (number, _row(before), _row(after))
        for (number, before), (_, after) in zip(old.rows, new.rows, strict=True)
    ]
    changed = {number for number, before, after in rows if before != after}
    if all((sheet, number) in shown for number in changed):
        return
    shown.update((sheet, number) for number in changed)
    yield paint(f"@@ {cell_location(sheet, cell)} @@", "hunk")
    for number, before, after in rows:
        if number in changed:
            yield paint(f"-{before}", "old")
            yield paint(f"+{after}", "fresh")
        else:
            yield f" {before}"


def _row(cells: tuple[ExcerptCell, ...]) -> str:
    texts = (clipped(cell.text, _MAX_WIDTH) for cell in cells)
    return f"| {' | '.join(texts)} |"
