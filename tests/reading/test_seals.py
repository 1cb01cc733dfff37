"""Seals and signatures of a scanned form, and what rule C-03 says of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from xlform.checking.check import Checker
from xlform.comparison.compare import diff
from xlform.formats.scan.content import Box, Character, TextLine
from xlform.formats.scan.handwriting import is_handwritten
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, Grid, Position, Recognition, Sheet
from xlform.model.page_place import PagePlace
from xlform.model.submission import Form, Source
from xlform.reading.seals import forms_with_seals
from xlform.reading.submission import read_grid
from xlform.submission.json import from_json, to_json
from xlform.submission.read import Submission, read_with_grid
from xlform.template.store import load_templates, template_folders

TEMPLATES = load_templates(template_folders(None))
SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"
SEAL = PagePlace.of_box(1, (0.4, 0.4, 0.6, 0.6))
Seals = tuple[PagePlace, ...] | None
# 附表2: its label of the signature, a cell below the table, and the blank cell behind the label.
SHEET, LABEL = "附表2", "单位负责人签字"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    grid = read_with_grid(SAMPLE)[1]
    assert grid is not None
    return next(sheet for sheet in grid.sheets if sheet.name == SHEET)


def label_of(sheet: Sheet) -> Position:
    return next(at for at, cell in sheet.cells.items() if LABEL in cell.text)


def scanned(
    sheet: Sheet, seals: Seals, *, hand: bool = False, name: str = "", sure: float = 0.99
) -> Submission:
    """Read a sheet as the only page of a scan; ``name`` is beside the label of the signature."""
    label = label_of(sheet)
    cells = {at: Cell(cell.value) for at, cell in sheet.cells.items()}
    if name:
        cells[label] = Cell(f"{cells[label].text}{name}")
    recognised = {at: Recognition(1, (0, 0, 9, 9), 0.999) for at in cells}
    recognised[label] = Recognition(1, (0, 0, 9, 9), sure)
    places = {(row, column): PagePlace.of_box(1, (column / 10, row / 30, 0.9, 0.9))
              for row, column in cells}  # fmt: skip
    page = Sheet(
        SHEET, cells, sheet.merges, recognised=recognised, places=places,
        handwritten=frozenset({label} if hand else ()),
    )  # fmt: skip
    read = read_grid(Grid((page,), seals={1: seals}), Source("a.pdf", "pdf", "0" * 64), TEMPLATES)
    return Submission(read.source, read.unit, read.year, read.forms, read.unread)


def told(submission: Submission) -> tuple[list[str], list[str]]:
    report = Checker().check_submission(submission, None, "盖章.pdf")
    return (
        [finding.message for finding in report.findings if finding.code == "C-03"],
        [one.because for one in report.not_asked if one.code == "C-03"],
    )


@pytest.mark.parametrize(
    ("seals", "hand", "finding", "not_asked"),
    [
        ((SEAL,), True, "", ""),
        ((SEAL,), False, "缺签字：扫描件盖了章，“单位负责人签字”栏没有签字", ""),
        ((), True, "缺印章：“单位负责人签字”栏签了字", ""),
        ((), False, "签字、印章都缺：“单位负责人签字”栏没有签字", ""),
        (None, False, "缺签字：“单位负责人签字”栏没有签字；扫描件没有彩色", ""),
        (None, True, "", "没有彩色，看不出有没有盖章"),
    ],
)
def test_what_is_said(
    sheet: Sheet, seals: Seals, *, hand: bool, finding: str, not_asked: str
) -> None:
    found = scanned(sheet, seals, hand=hand)
    (form,) = found.forms
    assert form.signed == {"signatory": hand}
    assert form.sealed == (None if seals is None else bool(seals))
    findings, open_questions = told(found)
    assert [finding in message for message in findings] == ([True] if finding else [])
    assert [not_asked in reason for reason in open_questions] == ([True] if not_asked else [])


def test_a_workbook_is_asked_as_before(sheet: Sheet) -> None:
    read = read_grid(Grid((sheet,)), Source("a.xlsx", "xlsx", "0" * 64), TEMPLATES)
    (form,) = read.forms
    assert (form.sealed, form.signed, form.places) == (None, {}, {})
    assert told(Submission(read.source, read.unit, read.year, read.forms))[0] == [
        "“单位负责人签字”栏空白。"
    ]


def test_a_printed_name_is_read_and_handwriting_is_not(sheet: Sheet) -> None:
    def name(submission: Submission) -> tuple[object, bool]:
        (form,) = submission.forms
        return form.fields["signatory"], form.signed["signatory"]

    assert name(scanned(sheet, (), name="王小田")) == ("王小田", True)
    assert name(scanned(sheet, (), name="王小田", sure=0.7)) == ("", True)
    assert name(scanned(sheet, (), name="王小田", hand=True)) == ("", True)
    assert name(scanned(sheet, (), name="签字：")) == ("", False)
    printed, signed = scanned(sheet, (), name="王小田"), scanned(sheet, (), hand=True)
    assert not diff(printed, signed).differences
    assert diff(printed, scanned(sheet, ())).differences


def test_the_status_is_in_the_json(sheet: Sheet) -> None:
    found = scanned(sheet, (SEAL,), hand=True)
    read = from_json(to_json(found), TEMPLATES, "a.json")
    (form,), (before,) = read.forms, found.forms
    assert form == before


@pytest.mark.parametrize(
    ("text", "width", "height", "by_hand"),
    [
        ("单位负责人签字：", 190, 24, False),
        ("单位负责人签字：", 300, 24, True),  # ink behind what was recognised
        ("单位负责人签字：王", 230, 44, True),  # higher than print
        ("", 90, 30, True),
        ("", 10, 8, False),  # a speck
    ],
)
def test_handwriting_is_told_by_its_size(
    text: str, width: int, height: int, *, by_hand: bool
) -> None:
    characters = tuple(
        Character(one, 0.98, (number + 0.5) * 22 / width) for number, one in enumerate(text)
    )
    assert is_handwritten(TextLine(Box(0, 0, width, height), characters), 24) is by_hand


def test_a_seal_belongs_to_the_form_it_is_on(sheet: Sheet) -> None:

    (form,) = scanned(sheet, ()).forms
    upper = form_at(form, 1, 0.05, 0.45)
    lower = form_at(form, 1, 0.55, 0.95)
    next_page = form_at(form, 2, 0.05, 0.95)
    grid = Grid((), seals={1: (PagePlace.of_box(1, (0.5, 0.6, 0.7, 0.75)),), 2: ()})
    found = forms_with_seals([upper, lower, next_page], TEMPLATES, grid)
    assert [one.sealed for one in found] == [False, True, False]


def form_at(form: Form, page: int, top: float, bottom: float) -> Form:

    return msgspec.structs.replace(
        form, places={"title": PagePlace.of_box(page, (0.1, top, 0.9, bottom))}
    )


@pytest.mark.parametrize(
    ("seal", "blank", "told", "doubtful"),
    [
        ((0.15, 0.1, 0.5, 0.35), True, "F-05", True),
        ((0.6, 0.6, 0.9, 0.8), True, "C-02", False),  # elsewhere
        ((0.15, 0.1, 0.5, 0.35), False, "", False),
        ((0.1, 0.1, 0.215, 0.35), True, "C-02", False),  # its edge alone
    ],
)
def test_an_empty_cell_under_a_seal_is_doubtful_and_not_missing(
    sheet: Sheet, seal: tuple[float, ...], told: str, *, blank: bool, doubtful: bool
) -> None:
    row, _ = next(at for at, cell in sheet.cells.items() if cell.text.replace(" ", "") == "合计")
    amount = (row, 3)
    cells = {at: Cell(cell.value) for at, cell in sheet.cells.items() if at != amount or not blank}
    places = {
        (down, across): PagePlace.of_box(
            1, (across / 15, down / 30, (across + 1) / 15, (down + 1) / 30)
        )
        for down, across in (*cells, amount)
    }
    recognised = {at: Recognition(1, (0, 0, 9, 9), 0.999) for at in cells}
    page = Sheet(SHEET, cells, sheet.merges, recognised=recognised, places=places)
    seals = {1: (PagePlace.of_box(1, (seal[0], seal[1], seal[2], seal[3])),)}
    found = read_grid(Grid((page,), seals=seals), Source("a.pdf", "pdf", "0" * 64), TEMPLATES)
    filed = Submission(found.source, found.unit, found.year, found.forms)
    findings = Checker().check_submission(filed, None, "盖章.pdf").findings
    at_cell = [one for one in findings if one.cell == cell_name(*amount)]
    assert [one.code for one in at_cell if one.code in ("C-02", "F-05")] == ([told] if told else [])
    assert ("total" in found.forms[0].doubtful) is doubtful
    if told == "F-05":
        assert "压着印章" in at_cell[0].message
