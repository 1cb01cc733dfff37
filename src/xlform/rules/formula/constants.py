"""Cells that hold a number or words where a formula belongs."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from xlform.formula.tree import Node
from xlform.grid.model import Cell
from xlform.model.findings import Fix, Safety
from xlform.rules.formula.blanks import blank_formulas
from xlform.rules.formula.book import Book, Spot
from xlform.rules.formula.circles import reads_itself
from xlform.rules.formula.comparing import is_same
from xlform.rules.formula.oughts import Ought
from xlform.rules.formula.places import Place
from xlform.rules.formula.sums import sum_tree
from xlform.rules.formula.survey import Fault, Survey, number

_TYPED = re.compile(r"\s*'?\s*[=＝]\s*(?P<body>\S.*?)\s*", re.DOTALL)


def typed_formula(cell: Cell) -> str:
    """The formula that a cell holds as text, without its equals sign; "" where it holds none."""
    if cell.formula or not isinstance(cell.value, str):
        return ""
    found = _TYPED.fullmatch(cell.value)
    return found["body"] if found else ""


def text_fault(survey: Survey, place: Place, cell: Cell) -> Fault | None:
    """A formula that stands in its cell as text and computes nothing."""
    body = typed_formula(cell)
    tree = sum_tree(body)
    if tree is None:
        # Typed with the full-width signs of a Chinese keyboard.
        folded = unicodedata.normalize("NFKC", body)
        tree, body = sum_tree(folded), folded
    oughts = survey.oughts.of(place.spot)
    ought = survey.choose(place.spot, body, oughts) if oughts else None
    new, safety = body, "unsafe"
    circle = reads_itself(body, place.spot)
    if tree and not circle and any(_confirms(survey, place, tree, one) for one in oughts):
        safety = "safe"
    elif ought:
        new = ought.formula
    elif tree is None or circle or not _computes(survey.book, tree, place):
        new = ""
    edit = survey.edit(place.spot, cell.text, new)
    fix = Fix("safe" if safety == "safe" else "unsafe", (edit,)) if new else None
    details = {"what": survey.label(place.spot, place), "old": cell.text.strip()}
    details["new"] = f"={new}" if new else ""
    message = "message" if new else "told"
    return Fault("G-09", place.form, place.spot, message, details, details["new"], cell.text, fix)


def _confirms(survey: Survey, place: Place, tree: Node, ought: Ought) -> bool:
    """Whether a formula adds up what it ought to, or comes to the same."""
    home = place.spot[0]
    terms = survey.book.terms(tree, home)
    if terms and is_same(survey.book, terms, ought.terms):
        return True
    return survey.agrees(survey.book.value(tree, home, mended=True), survey.value(ought))


def _computes(book: Book, tree: Node, place: Place) -> bool:
    terms = book.terms(tree, place.spot[0])
    return (
        place.spot not in (terms or {}) and book.value(tree, place.spot[0], mended=True) is not None
    )


def constant_fault(survey: Survey, place: Place, cell: Cell) -> Fault | None:
    """A number typed where the blank has a formula."""
    written = survey.book.worth(place.spot, mended=True)
    template = survey.context.templates[place.form.template]
    if written is None or place.table or place.path not in blank_formulas(template):
        return None
    oughts = survey.oughts.of(place.spot)
    ought = survey.choose(place.spot, "", oughts) if oughts else None
    right = survey.value(ought) if ought else None
    if ought is None or right is None or not _is_whole(survey.book, ought, written, right):
        return None
    same = written == right
    # The sum must be the number typed even if no unsafe fix is made of what it adds up.
    plain = all(_is_number(survey, spot) for spot in (place.spot, *ought.terms))
    safety: Safety = "safe" if same and plain else "unsafe"
    details = {
        "what": survey.label(place.spot, place),
        "old": cell.text.strip(),
        "new": f"={ought.formula}",
        "expected": number(right),
    }
    return Fault(
        "G-01",
        place.form,
        place.spot,
        "message" if same else "differs",
        details,
        details["new"],
        details["old"],
        Fix(safety, (survey.edit(place.spot, cell.text, ought.formula),)),
        "info" if same else None,
    )


def _is_whole(book: Book, ought: Ought, written: Decimal, right: Decimal) -> bool:
    """Whether all that is to be added up is there; a blank among it may be what is wanting."""
    return bool(ought.terms) and (written == right or all(map(book.counts, ought.terms)))


def _is_number(survey: Survey, spot: Spot) -> bool:
    """Whether a cell holds a number, or text that is safely made one."""
    cell = survey.book.cell(spot)
    return cell is None or not isinstance(cell.value, str) or survey.places.is_bare(spot)
