"""Doubt in figures of a scan, settled by the sums of the form."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.comparison.compare import diff
from xlform.grid.model import Cell, Grid, Position, Recognition, Sheet
from xlform.model.submission import Form, Source
from xlform.reading.submission import read_grid
from xlform.submission.json import from_json, to_json
from xlform.submission.read import Submission, read_with_grid
from xlform.template.store import load_templates, template_folders

TEMPLATES = load_templates(template_folders(None))
SOURCE = Source("盖章.pdf", "pdf", "0" * 64)
Reading = tuple[str, float, tuple[str, ...]]


SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def workbook() -> Grid:
    grid = read_with_grid(SAMPLES / "云田镇.xlsx")[1]
    assert grid is not None
    return grid


def scanned(grid: Grid, changes: dict[tuple[str, Position], Reading]) -> list[Form]:
    """Read a workbook as if its cells had been recognised, some of them otherwise."""
    sheets = []
    for sheet in grid.sheets:
        cells: dict[Position, Cell] = {at: Cell(cell.value) for at, cell in sheet.cells.items()}
        recognised = {at: Recognition(1, (0, 0, 9, 9), 0.999) for at in cells}
        for (name, at), (text, confidence, others) in changes.items():
            if name == sheet.name:
                cells[at] = Cell(Decimal(text) if text.isdecimal() else text)
                recognised[at] = Recognition(1, (0, 0, 9, 9), confidence, others, confidence)
        sheets.append(Sheet(sheet.name, cells, sheet.merges, recognised=recognised))
    return list(read_grid(Grid(tuple(sheets)), SOURCE, TEMPLATES).forms)


def form_of(forms: list[Form], sheet: str) -> Form:
    return next(form for form in forms if form.sheet == sheet)


def test_certain_figures_are_not_doubtful(workbook: Grid) -> None:
    for form in scanned(workbook, {}):
        assert form.confidence
        assert set(form.confidence.values()) == {0.999}
        assert form.doubtful == ()


def test_a_workbook_has_no_confidence(workbook: Grid) -> None:
    for form in read_grid(workbook, SOURCE, TEMPLATES).forms:
        assert not form.confidence
        assert not form.doubtful


def test_the_sum_decides_between_two_readings(workbook: Grid) -> None:
    wrong: Reading = ("40", 0.6, ("48", "10"))
    form = form_of(scanned(workbook, {("附表3-1", (22, 4)): wrong}), "附表3-1")
    right = form_of(scanned(workbook, {}), "附表3-1")
    assert form.tables["expenses"][0]["amount"] == right.tables["expenses"][0]["amount"]
    assert form.doubtful == ()


def test_a_sum_confirms_a_weak_reading(workbook: Grid) -> None:
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "附表3-1")
    weak: Reading = (sheet.cells[22, 4].text, 0.6, ())
    form = form_of(scanned(workbook, {("附表3-1", (22, 4)): weak}), "附表3-1")
    assert form.doubtful == ()
    assert form.confidence["expenses[0].amount"] == 0.6


def test_what_no_sum_confirms_is_doubtful(workbook: Grid) -> None:
    wrong: Reading = ("96", 0.6, ("97",))
    target: Reading = ("≥98%", 0.6, ())
    changes = {("附表3-1", (22, 4)): wrong, ("附表1", (19, 5)): target}
    forms = scanned(workbook, changes)
    assert form_of(forms, "附表3-1").doubtful == ("expenses[0].amount",)
    (path,) = form_of(forms, "附表1").doubtful
    assert path.startswith("indicators[")
    unknown = form_of(forms, "附表3-1")
    assert unknown.tables["expenses"][0]["amount"] is None
    assert unknown.origins["expenses[0].amount.text"] == "96"
    note = next(note for note in unknown.notes if note.code == "figure-doubtful")
    assert (note.cell, note.seen, note.meant) == ("D22", "96", "97")


def test_a_certain_figure_is_not_changed_for_its_sum(workbook: Grid) -> None:
    """The stamped paper may hold another figure than the workbook, and its sum be wrong."""
    almost: Reading = ("18", 0.97, ("10",))
    form = form_of(scanned(workbook, {("附表3-1", (22, 4)): almost}), "附表3-1")
    assert form.tables["expenses"][0]["amount"] is None
    assert form.doubtful == ("expenses[0].amount",)


def test_an_uncertain_figure_does_not_confirm_its_copy(workbook: Grid) -> None:
    """A stroke that is taken for 1 in two cells is no sum that holds."""
    stroke: Reading = ("1", 0.6, ("/",))
    cells = {("附表3-1", at): stroke for at in ((5, 2), (27, 4))}
    form = form_of(scanned(workbook, cells), "附表3-1")
    assert {"amount", "expense_total"} <= set(form.doubtful)


def test_a_text_that_may_be_an_amount_is_doubtful(workbook: Grid) -> None:
    garbled: Reading = ("1.056.40", 0.58, ("1,056.40",))
    form = form_of(scanned(workbook, {("附表3-1", (22, 4)): garbled}), "附表3-1")
    assert form.tables["expenses"][0]["amount"] is None
    assert form.doubtful == ("expenses[0].amount",)
    note = next(note for note in form.notes if note.code == "figure-doubtful")
    assert (note.seen, note.meant) == ("1.056.40", "1,056.40")


def test_two_readings_that_both_fit_decide_nothing(workbook: Grid) -> None:
    """Either line may be the one misread: nothing is changed, both are doubtful."""
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "附表3-1")
    first, second = (sheet.cells[row, 4].value for row in (22, 23))
    assert isinstance(first, Decimal)
    assert isinstance(second, Decimal)
    changes: dict[tuple[str, Position], Reading] = {
        ("附表3-1", (22, 4)): (str(first + 1), 0.6, (str(first),)),
        ("附表3-1", (23, 4)): (str(second), 0.6, (str(second - 1),)),
        # Unclear too, so that no calculation tells.
        ("附表3-1", (22, 5)): (sheet.cells[22, 5].text, 0.6, ()),
        ("附表3-1", (23, 5)): (sheet.cells[23, 5].text, 0.6, ()),
    }
    form = form_of(scanned(workbook, changes), "附表3-1")
    assert form.tables["expenses"][0]["amount"] is None
    assert form.tables["expenses"][1]["amount"] is None
    assert sorted(form.doubtful) == [
        f"expenses[{row}].{name}" for row in (0, 1) for name in ("amount", "basis")
    ]


def test_the_calculation_beside_a_figure_decides(workbook: Grid) -> None:
    """The totals are unclear too, so that no sum tells: 测算依据 does."""
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "附表3-1")
    form = form_of(scanned(workbook, {}), "附表3-1")
    rows = form.tables["expenses"]
    row = next(row for row in rows if "=" in str(row["basis"]))
    number = rows.index(row)
    at = (22 + number, 4)
    right = sheet.cells[at].text
    totals = {
        ("附表3-1", place): (cell.text + "1", 0.5, ())
        for place, cell in sheet.cells.items()
        if place != at and isinstance(cell.value, Decimal)
    }
    wrong: Reading = (right + "7", 0.6, (right,))
    found = form_of(scanned(workbook, {**totals, ("附表3-1", at): wrong}), "附表3-1")
    assert found.tables["expenses"][number]["amount"] == row["amount"]
    assert f"expenses[{number}].amount" not in found.doubtful


def test_a_label_is_the_printed_one(workbook: Grid) -> None:
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "附表1")
    at = next(at for at, cell in sheet.cells.items() if cell.text == "部门名称")
    for reading in (("部门名杯", 0.5, ("部门名称",)), ("2部门名称", 0.6, ())):
        form = form_of(scanned(workbook, {("附表1", at): reading}), "附表1")
        assert form.fields["unit"] == "株洲市石峰区云田镇人民政府"


def test_doubt_survives_json(workbook: Grid) -> None:
    wrong: Reading = ("96", 0.6, ("97",))
    cells = {("附表3-1", (22, 4)): wrong}
    forms = scanned(workbook, cells)
    submission = Submission(SOURCE, "云田镇", 2023, tuple(forms))
    back = from_json(to_json(submission), TEMPLATES, "盖章.json")
    assert [form.doubtful for form in back.forms] == [form.doubtful for form in forms]
    assert [form.confidence for form in back.forms] == [form.confidence for form in forms]


def test_a_doubtful_figure_is_a_finding_and_in_no_sum(workbook: Grid) -> None:
    wrong: Reading = ("96", 0.6, ("97",))
    forms = scanned(workbook, {("附表3-1", (22, 4)): wrong})
    submission = Submission(SOURCE, "云田镇", 2023, tuple(forms))
    findings = Checker().check_submission(submission, None, "盖章.pdf").findings
    (finding,) = (one for one in findings if one.code == "F-05")
    assert (finding.sheet, finding.cell, finding.severity) == ("附表3-1", "D22", "warning")
    assert "97" in finding.message
    assert not any(one.code == "A-04" and one.sheet == "附表3-1" for one in findings)


def test_a_difference_in_a_doubtful_figure_is_doubtful(workbook: Grid) -> None:
    left = Submission(SOURCE, "云田镇", 2023, read_grid(workbook, SOURCE, TEMPLATES).forms)
    doubtful: Reading = ("96", 0.6, ("97",))
    certain: Reading = ("300", 0.99, ())
    changes = {("附表3-1", (22, 4)): doubtful, ("附表3-2", (22, 4)): certain}
    right = Submission(SOURCE, "云田镇", 2023, tuple(scanned(workbook, changes)))
    found = {(one.right.sheet, one.kind) for one in diff(left, right).differences if one.right}
    assert ("附表3-1", "doubtful") in found
    assert ("附表3-2", "changed") in found
    equal = Submission(SOURCE, "云田镇", 2023, tuple(scanned(workbook, {})))
    assert not diff(left, equal).differences


def test_a_name_read_with_doubt_is_the_one_on_the_other_forms(workbook: Grid) -> None:
    """A name read with confidence stays: the paper may name two units."""
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "附表3-1")
    at, line = next((at, one.text) for at, one in sheet.cells.items() if "云田镇" in one.text)
    other = line.replace("云", "去")
    for confidence, unit in ((0.6, "云田镇"), (0.99, "去田镇")):
        reading: Reading = (other, confidence, (line,))
        cells = {("附表3-1", at): reading}
        form = form_of(scanned(workbook, cells), "附表3-1")
        assert unit in str(form.fields["unit"])


def test_a_figure_in_place_of_a_unit_is_doubtful() -> None:
    grid = read_with_grid(SAMPLES / "部门预算项目支出绩效自评表（四川）.xlsx")[1]
    assert grid is not None
    (sheet,) = grid.sheets
    at = next(at for at, cell in sheet.cells.items() if cell.text == "%")
    (form,) = scanned(grid, {(sheet.name, at): ("96", 0.99, ())})
    measure, target = form.doubtful
    assert measure.endswith(".measure")
    assert target == measure.replace("measure", "target")
