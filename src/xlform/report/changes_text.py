"""The changes to a file as a person reads them on a terminal, and as lines taken out and put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from xlform.fixing.changes import CellChange, FixResult, RecalculatedCell, SkippedFix
from xlform.messages import translate
from xlform.model.submission import Form
from xlform.ooxml.address import parse_cell, parse_range
from xlform.report.case import Case, form_title, place_of
from xlform.report.excerpt import Excerpt, ExcerptCell, Excerpts
from xlform.terminal.tree import unpainted
from xlform.terminal.width import clipped, wrapped

Paint = Callable[[str, str], str]
_INDENT = "  "
_WIDEST = 60


def changes_lines(
    fixed_file: FixResult, *, columns: int, paint: Paint = unpainted
) -> Iterator[str]:
    """What changes in a file and why, and what does not, within ``columns``."""
    return _Told(fixed_file, columns, paint).lines()


class _Told:
    """One file's changes while they are told."""

    def __init__(self, fixed_file: FixResult, columns: int, paint: Paint) -> None:
        self._mending = fixed_file
        self._case = Case(
            fixed_file.path, fixed_file.submission, fixed_file.checked, fixed_file.context
        )
        self._columns = columns
        self._paint = paint

    def lines(self) -> Iterator[str]:
        fixed_file = self._mending
        yield self._paint(clipped(fixed_file.submission.source.name, self._columns), "file")
        yield self._paint(clipped(self._case.headline, self._columns), "unit")
        if fixed_file.converted:
            # Said first: whether the loss is worth it is the clerk's to decide.
            yield from wrapped(translate("fix.converted"), self._columns)
        if not fixed_file.changes and not fixed_file.declined:
            yield _INDENT + translate("fix.nothing")
            return
        for _, changes in groupby(fixed_file.changes, key=lambda one: one.sheet):
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
        form = _form_at(self._mending, change.sheet, change.cell)
        return f"{change.sheet}  {form_title(self._case, form)}" if form else change.sheet

    def _change(self, change: CellChange) -> Iterator[str]:
        marks = [(change.cell, "place"), (change.code, "code")]
        if change.safety == "unsafe":
            marks.append((translate("fix.unsafe-mark"), "warning"))
        yield _INDENT + " ".join(self._paint(text, colour) for text, colour in marks)
        yield from self._indented(change.message)
        if change.old != change.new or change.old == change.old_value:
            yield from self._indented(_typed(change))
        if change.kind == "formula" and change.old_value != change.new_value:
            yield from self._indented(_arrow(change.old_value, change.new_value))
        if change.passed_over:
            yield from self._indented(
                translate("fix.passed-over", codes="、".join(change.passed_over))
            )

    def _results(self) -> Iterator[str]:
        results = [one for one in self._mending.results if one.old_value != one.new_value]
        if results:
            yield ""
            yield self._paint(translate("fix.results", count=len(results)), "note")
        for one in results:
            yield from self._hanging(_result(one))

    def _declined(self) -> Iterator[str]:
        declined = self._mending.declined
        if declined:
            yield ""
            yield self._paint(translate("fix.left", count=len(declined)), "warning")
        for one in declined:
            yield from self._hanging(_left(one))
            yield from self._indented(translate(f"declined.{one.because}", by=one.by))

    def _notes(self) -> Iterator[str]:
        fixed_file = self._mending
        told = [
            *(
                translate(
                    "fix.unknown",
                    place=place_of(one.sheet, one.cell),
                    formula=one.formula,
                    why=translate(f"unknown.{one.because}"),
                )
                for one in fixed_file.unknown
            ),
            *(
                translate(f"copied.{one.kind}", part=one.part, cells="、".join(one.cells))
                for one in fixed_file.copies
            ),
            *(
                translate("fix.emerged", place=place_of(one.sheet, one.cell), message=one.message)
                for one in fixed_file.emerged
            ),
        ]
        if told:
            yield ""
            yield self._paint(translate("fix.notes"), "note")
        for line in told:
            yield from self._hanging(line)

    def _indented(self, text: str) -> Iterator[str]:
        lines = wrapped(" ".join(text.split()), self._columns - 2 * len(_INDENT))
        return (_INDENT * 2 + line for line in lines)

    def _hanging(self, text: str) -> Iterator[str]:
        first, *rest = wrapped(" ".join(text.split()), self._columns - 2 * len(_INDENT))
        yield _INDENT + first
        yield from (_INDENT * 2 + line for line in rest)


def _form_at(fixed_file: FixResult, sheet: str, cell: str) -> Form | None:
    """The form a cell stands in."""
    position = parse_cell(cell)
    there = (form for form in fixed_file.submission.forms if form.sheet == sheet)
    return next((form for form in there if parse_range(form.range).covers(*position)), None)


def _typed(change: CellChange) -> str:
    blank = translate("fix.blank")
    # A formula shows its result; what shows itself is text, whatever it begins with.
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


def _result(one: RecalculatedCell) -> str:
    shows = _arrow(one.old_value, one.new_value)
    return translate(
        "fix.result", place=place_of(one.sheet, one.cell), formula=one.formula, shows=shows
    )


def _left(one: SkippedFix) -> str:
    finding = one.finding
    severity = translate(f"severity.{finding.severity}")
    place = place_of(finding.sheet, finding.cell)
    return f"{place} {severity} {finding.code} {finding.message}".strip()


# Lines taken out and put in


def diff_lines(fixed_file: FixResult, new_name: str, *, paint: Paint = unpainted) -> Iterator[str]:
    """The rows that change, before and after, in the notation of grids; as a unified diff does."""
    edited = [(one.sheet, one.cell) for one in fixed_file.changes]
    places = dict.fromkeys([*edited, *((one.sheet, one.cell) for one in fixed_file.results)])
    if not places:
        return
    yield paint(f"--- {fixed_file.path}", "old")
    yield paint(f"+++ {new_name}", "fresh")
    before, after = Excerpts(fixed_file.context.grid), Excerpts(fixed_file.grid)
    told: set[tuple[str, int]] = set()
    for sheet, cell in places:
        form = _form_at(fixed_file, sheet, cell)
        old, new = before.around(sheet, cell, form), after.around(sheet, cell, form)
        if old and new:
            yield from _hunk((sheet, cell), old, new, told, paint)


def _hunk(
    place: tuple[str, str], old: Excerpt, new: Excerpt, told: set[tuple[str, int]], paint: Paint
) -> Iterator[str]:
    """The row of a cell and those beside it; a row that was told already is not told again."""
    sheet, cell = place
    rows = [
        (number, _row(was), _row(now))
        for (number, was), (_, now) in zip(old.rows, new.rows, strict=True)
    ]
    changed = {number for number, was, now in rows if was != now}
    if all((sheet, number) in told for number in changed):
        return
    told.update((sheet, number) for number in changed)
    yield paint(f"@@ {place_of(sheet, cell)} @@", "hunk")
    for number, was, now in rows:
        if number in changed:
            yield paint(f"-{was}", "old")
            yield paint(f"+{now}", "fresh")
        else:
            yield f" {was}"


def _row(cells: tuple[ExcerptCell, ...]) -> str:
    texts = (clipped(cell.text, _WIDEST) for cell in cells)
    return f"| {' | '.join(texts)} |"
