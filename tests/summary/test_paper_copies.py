"""The paper of a workbook: which two files go together, and whether all of one is in the other."""

from __future__ import annotations

import pytest

from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Source, Submission
from xlform.summary.paper_copies import Filed, is_pair, is_paper, is_paper_copy, kind_of

BOTH = frozenset({"department", "narrative"})
BOOK = Filed("甲镇", 2023, frozenset({"department"}), is_paper=False)
PROSE = Filed("甲镇", 2023, frozenset({"narrative"}), is_paper=False)
PAPER = Filed("甲镇", 2023, BOTH, is_paper=True)


@pytest.mark.parametrize(
    ("kind", "scanned", "expected"),
    [("pdf", False, True), ("image", False, True), ("docx", True, True), ("xlsx", False, False)],
)
def test_what_is_paper(kind: str, *, scanned: bool, expected: bool) -> None:
    assert is_paper(kind, scanned=scanned) is expected


@pytest.mark.parametrize(
    ("other", "pair"),
    [
        (PAPER, True),
        (PAPER._replace(unit="乙镇"), False),
        (PAPER._replace(year=2024), False),
        (PAPER._replace(kinds=frozenset({"narrative"})), False),
        (PAPER._replace(is_paper=False), False),
    ],
)
def test_a_pair_is_of_one_unit_year_and_form(other: Filed, *, pair: bool) -> None:
    assert is_pair(BOOK, other) is pair
    assert is_pair(other, BOOK) is pair


@pytest.mark.parametrize(("scan", "kind"), [(True, "image"), (False, "docx")])
def test_a_document_of_pasted_scans_is_paper(kind: str, *, scan: bool) -> None:
    place = {"unit": PagePlace.of_box(1, (0.1, 0.1, 0.2, 0.2))} if scan else {}
    form = Form("department", "", "第1页", "A1", "", 2023, {}, {}, {}, places=place)
    found = Submission(Source("a.docx", "docx", ""), "甲镇", 2023, (form,))
    assert kind_of(found) == kind
    assert is_paper(kind_of(found)) is scan


def test_files_of_no_unit_are_no_pair() -> None:
    assert not is_pair(BOOK._replace(unit=""), PAPER._replace(unit=""))


def test_paper_with_a_form_that_is_in_no_workbook_is_no_copy() -> None:
    assert not is_paper_copy(PAPER, [BOOK])
    assert is_paper_copy(PAPER, [BOOK, PROSE])
    assert not is_paper_copy(PAPER, [])
    assert not is_paper_copy(BOOK, [PAPER])
