"""What the rules on formulas look at: cells, what they ought to hold, and what a fix would do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xlform.formula.references import Area, references
from xlform.grid.address import cell_name, parse_range
from xlform.grid.model import Cell, Grid, plain
from xlform.model.findings import Edit, Fix, Safety, Severity
from xlform.model.submission import Form, Submission
from xlform.rules.context import RuleContext
from xlform.rules.formula.book import Book, Spot
from xlform.rules.formula.comparing import nearest
from xlform.rules.formula.oughts import Ought, Oughts
from xlform.rules.formula.places import Place, Places, spot_at
from xlform.rules.formula.spelling import spelled

# A stored result is a binary fraction of 15 digits; what differs by less is the same number.
SAME = Decimal("0.0000001")
_SHOWN_AT_MOST = 5


class Fault(msgspec.Struct, frozen=True):
    """One cell whose formula is broken, by the code of the rule that tells it."""

    code: str
    form: Form
    spot: Spot
    message: str = "message"
    details: dict[str, str] = {}
    expected: str = ""
    actual: str = ""
    fix: Fix | None = None
    severity: Severity | None = None


def surveyed(submission: Submission, context: RuleContext) -> Survey | None:
    """The survey of a submission; ``None`` where no cells are at hand."""
    return Survey(submission, context, context.grid) if context.grid else None


class Survey:
    """A submission with its cells: where amounts stand, and what formulas they ought to hold."""

    def __init__(self, submission: Submission, context: RuleContext, grid: Grid) -> None:
        self.context = context
        self.forms = submission.forms
        self.places = Places(submission, context)
        self.book = Book(grid, self.places.meant, self.places.by_spot)
        self.oughts = Oughts(submission, context, self.places, self.book)
        self._cent = context.settings.cent
        self._subtotals = {
            (spot[0], spot[1][0])
            for form in submission.forms
            for note in form.notes
            if note.code == "subtotal"
            for spot in (spot_at(form, note.cell),)
        }

    def looked_at(self) -> Iterator[tuple[Spot, Form, Place | None]]:
        """Each cell that may be at fault, once: amounts, and other formulas within a form."""
        seen = set(self.places.by_spot)
        for spot, place in self.places.by_spot.items():
            yield spot, place.form, place
        for form in self.forms:
            area = parse_range(form.range)
            sheet = self.context.sheet(form)
            cells = sheet.cells if sheet else {}
            for position in [at for at, cell in cells.items() if cell.formula]:
                spot = form.sheet, position
                if spot not in seen and area.covers(*position):
                    seen.add(spot)
                    yield spot, form, None

    def is_subtotal(self, spot: Spot) -> bool:
        """Whether the cell stands in a row that only repeats a sum."""
        return (spot[0], spot[1][0]) in self._subtotals

    def value(self, ought: Ought) -> Decimal | None:
        """What the right formula comes to once text amounts are numbers."""
        total = Decimal()
        for spot, factor in ought.terms.items():
            worth = self.book.worth(spot, mended=True)
            if worth is None:
                return None
            total += worth * factor
        return total

    def agrees(self, one: Decimal | None, other: Decimal | None) -> bool:
        """Whether two results are known and the same but for less than a cent."""
        return one is not None and other is not None and abs(one - other) <= self._cent

    def choose(self, spot: Spot, formula: str, oughts: list[Ought]) -> Ought | None:
        """Of the formulas a cell may hold the one nearest to what stands there."""
        return nearest(self.book, oughts, formula, spot, self._sheets_of_siblings(spot))

    def _sheets_of_siblings(self, spot: Spot) -> frozenset[str]:
        """The sheets to which the same value of other forms refers."""
        place = self.places.by_spot.get(spot)
        found: set[str] = set()
        for form in self.forms if place else ():
            other = self.places.at(form, place.path) if place and form is not place.form else None
            cell = self.book.cell(other.spot) if other else None
            if other and cell and cell.formula:
                read = references(cell.formula, other.spot[0])
                found |= {one.sheet for one in read if isinstance(one, Area)}
        return frozenset(found)

    # What is told of a cell

    def label(self, spot: Spot, place: Place | None) -> str:
        """What the form calls the value in a cell, else the cell."""
        return self.places.label(place) if place else cell_name(*spot[1])

    def shown(self, spots: tuple[Spot, ...], home: str) -> str:
        """Cells as a person names them; of many the first few."""
        names = [spelled(spot, home) for spot in spots[:_SHOWN_AT_MOST]]
        return "、".join(names) + ("…" if len(spots) > _SHOWN_AT_MOST else "")

    def edit(self, spot: Spot, old: str, formula: str) -> Edit:
        """The edit that puts a formula into a cell."""
        return Edit(spot[0], cell_name(*spot[1]), old, f"={formula}", "formula")

    def mending(self, spot: Spot, cell: Cell, ought: Ought) -> Fix:
        """The right formula in place of a broken one.

        What a formula shows is no amount the filer wrote, so this is safe, unless an amount that
        was written elsewhere, and must be the same, agrees with what is shown now.
        """
        old = f"={cell.formula}" if cell.formula else cell.text
        safety: Safety = "unsafe" if self._is_vouched(spot, cell, self.value(ought)) else "safe"
        return Fix(safety, (self.edit(spot, old, ought.formula),))

    def _is_vouched(self, spot: Spot, cell: Cell, new: Decimal | None) -> bool:
        shown = cell.value
        if not isinstance(shown, Decimal) or not shown or (new is not None and shown == new):
            return False
        for other in self.oughts.partners.get(spot, ()):
            partner = self.book.cell(other)
            if partner and not partner.formula and self.book.counts(other):
                worth = self._counted_in(spot, other)
                if self.agrees(worth, shown) and not self.agrees(worth, new):
                    return True
        return False

    def _counted_in(self, spot: Spot, other: Spot) -> Decimal | None:
        """What another cell holds, in the unit of this one."""
        here, there = self.places.by_spot.get(spot), self.places.by_spot.get(other)
        worth = self.book.worth(other, mended=True)
        if worth is None or here is None or there is None:
            return worth
        return worth.scaleb(there.power - here.power)


def number(value: Decimal | None) -> str:
    """A number as it is told; "" where it is unknown."""
    return "" if value is None else plain(value)
