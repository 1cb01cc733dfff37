"""The table of formulas: our evaluator's answers, and LibreOffice's as they still are."""

from __future__ import annotations

from pathlib import Path

import pytest
from formula_table import UNSUPPORTED, Book, Entry, books, office_results, told, value_of
from office import needs_office

from xlform.formula.cell_reader import GridCells
from xlform.formula.compute import compute
from xlform.formula.names import Names
from xlform.formula.same_value import same_value
from xlform.formula.values import Unsupported

BOOKS = books()
ENTRIES = [
    pytest.param(book, entry, sheet, place, id=f"{book.name}:{entry.f}")
    for book in BOOKS
    for entry, sheet, place in book.places()
]


@pytest.mark.parametrize(("book", "entry", "sheet", "place"), ENTRIES)
def test_formula_comes_to_what_the_table_says(
    book: Book, entry: Entry, sheet: str, place: tuple[int, int]
) -> None:
    grid = book.grid
    names = Names(grid.names, grid.local_names)
    found = compute(entry.f, GridCells(grid), names, sheet, place)
    shown = UNSUPPORTED if isinstance(found, Unsupported) else told(found)
    assert shown == (entry.ours or entry.office)


def test_table_has_reasons_where_it_differs_from_libreoffice() -> None:
    entries = [entry for book in BOOKS for entry in book.formulas]
    assert len(entries) >= 300
    assert [one.f for one in entries if bool(one.ours) != bool(one.why)] == []
    assert [one.f for one in entries if one.ours == one.office] == []
    answered = [one for one in entries if one.ours != UNSUPPORTED]
    assert len(answered) >= 270


@needs_office
def test_libreoffice_still_says_what_the_table_holds(tmp_path: Path) -> None:
    results = office_results(tmp_path)
    wrong = [
        (book.name, entry.f, shown)
        for book in BOOKS
        for entry, shown in zip(book.formulas, results[book.name], strict=True)
        if not same_value(value_of(entry.office), value_of(shown))
    ]
    assert wrong == []
