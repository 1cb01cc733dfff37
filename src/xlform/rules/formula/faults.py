"""Every cell whose formula is broken, judged once for all rules of the family: one cause a cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xlform.formula.references import Area, Unresolved, references
from xlform.formula.tree import Cells, Node
from xlform.grid.model import Cell, CellError, CellValue
from xlform.model.findings import Fix, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.book import Book, Spot, Terms
from xlform.rules.formula.circles import circle_faults
from xlform.rules.formula.comparing import Difference, Kind, is_same, kind_of
from xlform.rules.formula.constants import constant_fault, text_fault, typed_formula
from xlform.rules.formula.oughts import Ought
from xlform.rules.formula.places import Place
from xlform.rules.formula.scales import scale_fault
from xlform.rules.formula.special_totals import joins_label, skips_hidden_rows
from xlform.rules.formula.sums import rounds, sum_tree
from xlform.rules.formula.survey import SAME, Fault, Survey, number, surveyed

_CODES: dict[Kind, str] = {
    "short": "G-02",
    "long": "G-03",
    "twice": "G-04",
    "cell": "G-10",
    "sheet": "G-10",
    "unit": "G-12",
    "rounded": "G-13",
    "other": "G-14",
}


def faults(submission: Submission, context: RuleContext) -> tuple[Fault, ...]:
    """The broken formulas of a submission, a cell's one fault each; none where no cells are."""
    survey = context.memoize(submission, surveyed)
    return tuple(_Judge(survey).faults()) if survey else ()


def told_cells(submission: Submission, context: RuleContext) -> frozenset[Spot]:
    """The cells of which this family tells what is wrong, so that no other rule need do so."""
    return frozenset(fault.spot for fault in context.memoize(submission, faults))


class _Judge:
    """Judges cell by cell; the causes in the order in which one hides the next."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._book: Book = survey.book

    def faults(self) -> Iterator[Fault]:
        cells = [
            (spot, form, place, cell)
            for spot, form, place in self._survey.looked_at()
            if (cell := self._book.cell(spot)) is not None
        ]
        circles: dict[Spot, Fault | None] = {}
        if any(cell.formula for _, _, _, cell in cells):
            circles = circle_faults(self._survey)
        for spot, form, place, cell in cells:
            fault = circles[spot] if spot in circles else self._fault(spot, form, place, cell)
            if fault:
                yield fault

    def _fault(self, spot: Spot, form: Form, place: Place | None, cell: Cell) -> Fault | None:
        if cell.formula:
            return self._of_formula(spot, form, place, cell)
        if place is None:
            return None
        if typed_formula(cell):
            return text_fault(self._survey, place, cell)
        return constant_fault(self._survey, place, cell)

    def _of_formula(self, spot: Spot, form: Form, place: Place | None, cell: Cell) -> Fault | None:
        oughts = self._survey.oughts.of(spot)
        if _is_external(cell.formula, spot[0]):
            return self._external(spot, form, place, cell, oughts)
        if self._waits(spot, cell) or joins_label(cell):
            return None
        tree = sum_tree(cell.formula)
        terms = self._book.terms(tree, spot[0]) if tree else None
        if not _is_number(cell.value) or "#REF!" in cell.formula.upper():
            return self._failing(spot, form, place, cell, terms, oughts)
        if place and oughts and (wrong := self._wrong(place, cell, tree, terms, oughts)):
            return wrong
        if place and not oughts and (scaled := scale_fault(self._survey, place, cell, tree, terms)):
            return scaled
        return self._stale(spot, form, place, cell, tree)

    def _waits(self, spot: Spot, cell: Cell) -> bool:
        """Whether a formula shows no text rather than 0, because nothing it reads is filled in."""
        if cell.value != "":
            return False
        read = references(cell.formula, spot[0])
        return all(isinstance(one, Area) and self._is_blank(one, spot[0]) for one in read)

    def _is_blank(self, area: Area, home: str) -> bool:
        spots = self._book.spots(Cells(area.sheet, area.range), home)
        return spots is not None and not any(self._text(one).strip() for one in spots)

    # Links and errors

    def _external(
        self, spot: Spot, form: Form, place: Place | None, cell: Cell, oughts: list[Ought]
    ) -> Fault:
        survey = self._survey
        details = {"what": survey.label(spot, place), "old": f"={cell.formula}", "new": ""}
        ought = survey.choose(spot, cell.formula, oughts) if oughts else None
        if ought is None:
            return Fault("G-08", form, spot, "told", details, actual=f"={cell.formula}")
        new = f"={ought.formula}"
        # What came from another file is an amount that somebody filed there.
        same = _is_number(cell.value) and cell.value == survey.value(ought)
        edit = survey.edit(spot, f"={cell.formula}", ought.formula)
        fix = Fix("safe" if same or not _is_number(cell.value) else "unsafe", (edit,))
        details["new"] = new
        return Fault("G-08", form, spot, "message", details, new, f"={cell.formula}", fix)

    def _failing(
        self,
        spot: Spot,
        form: Form,
        place: Place | None,
        cell: Cell,
        terms: Terms | None,
        oughts: list[Ought],
    ) -> Fault | None:
        """A formula that shows an error or nothing; what lies with the cells it reads is theirs."""
        ought = self._survey.choose(spot, cell.formula, oughts) if oughts else None
        right = terms is not None and any(is_same(self._book, terms, one.terms) for one in oughts)
        unsure = False
        if right and terms is not None:
            words = [one for one in terms if self._is_words(one)]
            if not words or ought is None or ought.formula == cell.formula:
                return self._stale(spot, form, place, cell, sum_tree(cell.formula))
            # SUM counts words for nothing; whether they mean nothing the filer must say.
            unsure = any(self._text(one).strip() for one in words)
        if ought is None:
            return None
        old, new = f"={cell.formula}", f"={ought.formula}"
        seen = cell.value.code if isinstance(cell.value, CellError) else ""
        details = {"what": self._survey.label(spot, place), "old": old, "new": new, "seen": seen}
        edit = self._survey.edit(spot, old, ought.formula)
        fix = Fix("unsafe" if unsure else "safe", (edit,))
        message = "message" if seen else "unknown"
        return Fault("G-07", form, spot, message, details, new, seen or old, fix)

    def _is_words(self, spot: Spot) -> bool:
        cell = self._book.cell(spot)
        return cell is not None and not self._book.counts(spot)

    def _text(self, spot: Spot) -> str:
        cell = self._book.cell(spot)
        return cell.text if cell else ""

    # Formulas that add up the wrong cells

    def _wrong(
        self,
        place: Place,
        cell: Cell,
        tree: Node | None,
        terms: Terms | None,
        oughts: list[Ought],
    ) -> Fault | None:
        survey, book = self._survey, self._book
        fair = terms is not None and any(is_same(book, terms, one.terms) for one in oughts)
        # The right cells and another result: rounded, or the fault lies with what it reads.
        if fair and not (tree and rounds(tree)):
            return None
        actual = book.value(tree, place.spot[0], mended=True) if tree else _as_number(cell.value)
        right = any(survey.agrees(actual, survey.value(one)) for one in oughts)
        if right and (fair or not self._is_other_row(terms, oughts)):
            return None
        ought = survey.choose(place.spot, cell.formula, oughts)
        if ought is None or (fair and (actual is None or survey.value(ought) is None)):
            return None
        if tree and terms is not None:
            kind, found = kind_of(book, terms, ought, tree, survey.is_subtotal)
            if kind != "other":
                return self._misread(place, cell, ought, kind, found, right=right)
        return self._unlike(place, cell, ought, actual)

    def _is_other_row(self, terms: Terms | None, oughts: list[Ought]) -> bool:
        """Whether the formula is a reference to another row of the very column it is to name."""
        if terms is None or len(terms) != 1:
            return False
        (spot,) = terms
        place = self._survey.places.by_spot.get(spot)
        if place is None or not place.table:
            return False
        rows = [
            self._survey.places.by_spot.get(one)
            for ought in oughts
            for one in ought.terms
            if len(ought.terms) == 1
        ]
        return any(
            row
            and row.form is place.form
            and (row.table, row.column) == (place.table, place.column)
            for row in rows
        )

    def _misread(
        self,
        place: Place,
        cell: Cell,
        ought: Ought,
        kind: Kind,
        found: Difference,
        *,
        right: bool,
    ) -> Fault:
        survey, home = self._survey, place.spot[0]
        old, new = f"={cell.formula}", f"={ought.formula}"
        details = {
            "what": survey.label(place.spot, place),
            "old": old,
            "new": new,
            "missing": survey.shown(found.missing, home),
            "extra": survey.shown(found.extra, home),
            "actual": cell.text,
            "expected": number(survey.value(ought)),
        }
        return Fault(
            _CODES[kind],
            place.form,
            place.spot,
            _said(kind, found, ought),
            details,
            new,
            old,
            survey.mending(place.spot, cell, ought),
            "warning" if right else None,
        )

    def _unlike(
        self,
        place: Place,
        cell: Cell,
        ought: Ought,
        actual: Decimal | None,
    ) -> Fault | None:
        """A formula of another make whose result is not the relation's."""
        expected = self._survey.value(ought)
        if actual is None or expected is None:
            return None
        survey = self._survey
        old, new = f"={cell.formula}", f"={ought.formula}"
        details = {
            "what": survey.label(place.spot, place),
            "old": old,
            "new": new,
            "actual": number(actual),
            "expected": number(expected),
        }
        if skips_hidden_rows(self._book, place.spot, cell):
            spot = place.spot
            return Fault("G-14", place.form, spot, "shown-rows", details, severity="info")
        fix = Fix("unsafe", (survey.edit(place.spot, old, ought.formula),))
        return Fault("G-14", place.form, place.spot, "message", details, new, old, fix)

    # Stored results

    def _stale(
        self, spot: Spot, form: Form, place: Place | None, cell: Cell, tree: Node | None
    ) -> Fault | None:
        result = self._book.value(tree, spot[0], mended=False) if tree else None
        if result is None and tree is None and cell.cached is not None:
            result = _as_number(cell.value)
        stored = cell.value if cell.cached is None else cell.cached
        if result is None or stored is None or _same(stored, result):
            return None
        old = f"={cell.formula}"
        seen = stored.code if isinstance(stored, CellError) else Cell(stored).text
        details = {
            "what": self._survey.label(spot, place),
            "old": old,
            "seen": seen,
            "expected": number(result),
        }
        # A stored 0 is what programs write that can't calculate: nobody was misled yet.
        severity: Severity | None = "info" if stored == 0 else None
        fix = Fix("safe", (self._survey.edit(spot, old, cell.formula),))
        return Fault("G-11", form, spot, "message", details, number(result), seen, fix, severity)


def _said(kind: Kind, found: Difference, ought: Ought) -> str:
    """Which of the rule's messages fits: by what is missing, or by where it refers to."""
    if kind == "short" and len(ought.terms) > 1:
        ends = list(ought.terms)
        if found.missing == (ends[0],):
            return "first"
        return "last" if found.missing == (ends[-1],) else "message"
    return "sheet" if kind == "sheet" else "message"


def _is_external(formula: str, sheet: str) -> bool:
    """Whether a formula reads another file; a function that might is none."""
    if "[" not in formula:
        return False
    return any(
        isinstance(one, Unresolved) and one.why == "external" and "[" in one.text
        for one in references(formula, sheet)
    )


def _is_number(value: CellValue) -> bool:
    return isinstance(value, Decimal)


def _as_number(value: CellValue) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _same(stored: CellValue, result: Decimal) -> bool:
    return isinstance(stored, Decimal) and abs(stored - result) <= SAME * max(
        Decimal(1), abs(result)
    )
