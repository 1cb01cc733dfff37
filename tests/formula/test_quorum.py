"""Whom results are believed from: our decimals, two engines, LibreOffice as a judge of all."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import needs_office, recomputed

from xlform.formats.source import read_file
from xlform.formula.cell_reader import GridCells
from xlform.formula.compute import compute
from xlform.formula.engines import betteroffice, cellrune, client
from xlform.formula.engines.request import EngineRequest, EngineSheet, engine_cell
from xlform.formula.names import Names
from xlform.formula.recalculation import recalculate, stale_results
from xlform.formula.same_value import same_value
from xlform.formula.values import Unsupported
from xlform.grid.address import cell_name
from xlform.grid.model import Cell, CellError, CellValue, Grid, Position, Sheet
from xlform.grid.notation import parse
from xlform.ooxml.edit.cells import CellContent, edit_workbook

DISTRICT = sorted(Path("samples/district").glob("*.xlsx"))
UNKNOWN = "?"
SEVERAL = """
@sheet 总
| {}     |       |     |
@sheet 一
| 1.5    | '450  | 甲  |
| 2.25   | 0.1   | 乙  |
| '12    | 0.2   | #N/A|
@sheet 二
| 100    |
@sheet "三 月"
| 1000   |
@sheet 号
| '110101199001011234 |
| '110101199001011999 |
| '110101199001011234 |
"""


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    client._process.stop()  # noqa: SLF001  (its process is what is tested)


def came_to(formula: str) -> CellValue:
    """What a formula put into the sheet 总 comes to; ``?`` for unknown."""
    grid = parse(SEVERAL.format(""))
    result = recalculate(grid, {"总": {(1, 1): Cell(None, formula)}})
    return UNKNOWN if result.unknown else result.changed["总"][1, 1]


# Where engines part ways (what a spreadsheet shows, or unknown)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        # texts that look like numbers are no numbers to SUM, but to + they are
        ("SUM(一!A1:A3)", Decimal("3.75")),
        ("一!A1+一!A3", Decimal("13.5")),
        ("一!A1+一!C1", CellError("#VALUE!")),
        # halves are rounded as people round them
        ("ROUND(1.005,2)", Decimal("1.01")),
        ("ROUND(2.675,2)", Decimal("2.68")),
        ("ROUND(-2.5,0)", Decimal(-3)),
        ('TEXT(2.675,"0.00")', "2.68"),
        # binary fractions
        ("一!B2+一!B3", Decimal("0.3")),
        ("一!B2+一!B3-0.3", Decimal(0)),
        ("SUM(一!B2:B3)", Decimal("0.3")),
        ("1/3*3", Decimal(1)),
        ("4.35*100", Decimal(435)),
        ('一!B2*3&"万元"', "0.3万元"),
        # errors and blanks
        ("SUM(一!C1:C3)", CellError("#N/A")),
        ("一!Z9", Decimal(0)),
        ("一!Z9+1", Decimal(1)),
        ("一!A1/一!Z9", CellError("#DIV/0!")),
        ("一!C1", "甲"),
        ("#REF!+1", CellError("#REF!")),
        # several sheets in one range: the second engine knows none in quotes, our sums do
        ("SUM('一:三 月'!A1)", Decimal("1101.5")),
        # both engines know these
        ('SUMIF(一!A1:A2,">2",一!B1)', Decimal("0.1")),
        ('IF(一!A1>1,"是","否")', "是"),
        ('"共"&TEXT(一!A1,"0.00")&"万元"', "共1.50万元"),
        ('LOOKUP(1,0/(一!C1:C2="乙"),一!A1:A2)', Decimal("2.25")),
        ('VLOOKUP("乙",一!C1:C2,1,FALSE)', "乙"),
        ('INDIRECT("一!A1")', Decimal("1.5")),
        # opinions differ, or there is but one
        ("COUNTIF(号!A1:A3,号!A1)", UNKNOWN),
        ("一!B2+一!B3=0.3", UNKNOWN),
        ('TEXT(-0.001,"0.00")', UNKNOWN),
        ('TEXT(1234,"[DBNum2]")', UNKNOWN),
        ('EVALUATE("1+1")', UNKNOWN),
        ("RAND()", UNKNOWN),
        ("1E400", UNKNOWN),
        ("没有的名称", UNKNOWN),
        ("没有的函数(1)", UNKNOWN),
        ("1+", UNKNOWN),
    ],
)
def test_results_where_engines_part_ways(formula: str, value: CellValue) -> None:
    found = came_to(formula)
    assert (type(found), found) == (type(value), value)


def test_what_large_amounts_leave_behind_is_nought() -> None:
    grid = parse("| 9999999999.71 | 0.02 | =B1-A1 → 0 | =A1+C1-B1 → 0 | =D1*1 → 0.0000019 |")
    result = recalculate(grid, {"Sheet1": {(1, 1): Cell(Decimal("8999999999.73"))}})
    assert not result.unknown
    assert result.changed == {"Sheet1": {(1, 3): Decimal("-8999999999.71")}}


# Our own opinion


CELLS = parse("""
@sheet 表
| 1.10 | 文字 |
| 2.2  | #N/A |
| '3.3 | TRUE |
""")
NAMES = Names([("额", "$A$1"), ("积", "$A$1*$A$2"), ("率", "0.5")])


def ours(formula: str) -> CellValue:
    value = compute(formula, GridCells(CELLS), NAMES, "表")
    return UNKNOWN if isinstance(value, Unsupported) else value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A3)", Decimal("3.3")),
        ("SUM(A1,A2,5,A9)", Decimal("8.3")),
        ("SUM(A1:A2)*2-A2/2", Decimal("5.5")),
        ("-(A1+A2)%", Decimal("-0.033")),
        ("--A3", Decimal("3.3")),
        ("SUM(A1+A2,(A1))", Decimal("4.4")),
        ("SUM(额)+额", Decimal("2.2")),
        ("SUM(A1:B2)", CellError("#N/A")),
        ("B1*2", CellError("#VALUE!")),
        ("B3+1", Decimal(2)),
        ("SUM(B3:B3)", Decimal(0)),
        ("B1", "文字"),
        ("B2", CellError("#N/A")),
        ("C9", Decimal(0)),
        ('C9&"元"', "元"),
        ("A1&B1&B3", "1.1文字TRUE"),
        ('TEXT(1234.5,"#,##0.00")&"元"', "1,234.50元"),
        ('TEXT(C9,"0")', "0"),
        ("ROUND(1234.5,-2)", Decimal(1200)),
        ("0.1+0.2", Decimal("0.3")),
        ("2/3", Decimal("0.666666666666667")),
        ("123456789012345678", Decimal(123456789012346000)),
        ("积", Decimal("2.42")),
        ("SUM(积)", Decimal("2.42")),
        ("率*2", Decimal(1)),
        ("A1=A2", False),
        ("2^3", Decimal(8)),
        ("MAX(A1:A2)", Decimal("2.2")),
        ('"1,000"+1', Decimal(1001)),
        ("A1 A2", CellError("#NULL!")),
        # not known
        ("A1:A2", UNKNOWN),
        ("[1]汇总!A1", UNKNOWN),
        ('TEXT(A1,"[DBNum2]")', UNKNOWN),
        ("SUM(A1:A2", UNKNOWN),
        ("SUM()", UNKNOWN),
        ("", UNKNOWN),
        ("(" * 5000, UNKNOWN),
        ("1E+999999999", UNKNOWN),
        ("1E400*1E400", UNKNOWN),
        ("ROUND(1,999)", UNKNOWN),
    ],
)
def test_our_own_opinion(formula: str, value: CellValue) -> None:
    found = ours(formula)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Decimal("1.0"), Decimal(1), True),
        (Decimal("1e9"), Decimal(1_000_000_000) + Decimal("0.5"), True),
        (Decimal(1), Decimal("1.0000001"), False),
        (Decimal(0), Decimal("5.55e-17"), True),
        (Decimal(0), Decimal("3.63e-12"), True),
        (Decimal(0), Decimal("0.000001"), False),
        (Decimal(1), True, False),
        (Decimal(1), "1", False),
        ("甲", "甲", True),
        (CellError("#N/A"), CellError("#REF!"), False),
        (None, Decimal(0), False),
    ],
)
def test_same_value(one: CellValue, other: CellValue, *, same: bool) -> None:
    assert same_value(one, other) is same
    assert same_value(other, one) is same


# Random sums


@st.composite
def books(draw: st.DrawFn) -> tuple[Grid, dict[Position, Decimal], Position]:
    """Amounts in column A, formulas over what stands above in B, their values, a cell to edit."""
    amounts = draw(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=8))
    values = {(row, 1): Decimal(cents).scaleb(-2) for row, cents in enumerate(amounts, 1)}
    cells = {at: Cell(value) for at, value in values.items()}
    for row in range(1, draw(st.integers(1, 8)) + 1):
        formula, value = draw(sums(dict(values)))
        values[row, 2] = value
        cells[row, 2] = Cell(Decimal(7), formula)
    return Grid((Sheet("表", dict(sorted(cells.items()))),)), values, (1, 1)


@st.composite
def sums(draw: st.DrawFn, values: dict[Position, Decimal]) -> tuple[str, Decimal]:
    """A formula of sums, differences and references, and what it comes to."""
    formula, value = "", Decimal(0)
    for _ in range(draw(st.integers(1, 4))):
        minus = draw(st.booleans())
        if draw(st.booleans()):
            first, last = sorted(draw(st.integers(1, 8)) for _ in range(2))
            term = f"SUM($A${first}:A{last})"
            part = sum(
                (
                    one
                    for (row, column), one in values.items()
                    if column == 1 and first <= row <= last
                ),
                Decimal(0),
            )
        else:
            at = draw(st.sampled_from(sorted(values)))
            term, part = cell_name(*at), values[at]
        formula += ("-" if minus else "+" * bool(formula)) + term
        value += -part if minus else part
    return formula, value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_random_sums_are_exact(book: tuple[Grid, dict[Position, Decimal], Position]) -> None:
    grid, values, place = book
    result = recalculate(grid, {"表": {place: grid.sheets[0].cells[place]}})
    assert not result.unknown
    touched = result.changed.get("表", {})
    assert touched == {at: values[at] for at in touched}
    wrong = stale_results(grid).get("表", {})
    assert wrong == {
        at: value
        for at, value in values.items()
        if at[1] == 2 and not same_value(value, Decimal(7))
    }


# Engines that are lost


BOTH = "| 1 | =MEDIAN(A1,A1) → 1 | =SUM(A1:B1) → 2 |"


def edit_both() -> dict[str, dict[Position, CellValue]]:
    return recalculate(parse(BOTH), {"Sheet1": {(1, 1): Cell(Decimal(5))}}).changed


def engine_of(monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    program = (
        "import os, time\n"
        "from xlform.formula.engines import betteroffice, process\n"
        "class Panic(BaseException): pass\n"
        "def broken(request):\n"
        f"    {lines}\n"
        "betteroffice.computed = broken\n"
        "process.serve()\n"
    )
    client._process.stop()  # noqa: SLF001  (its process is what is tested)
    monkeypatch.setattr(client, "COMMAND", (sys.executable, "-c", program))


@pytest.mark.parametrize("lines", ["raise Panic", "os._exit(3)", "time.sleep(60)", "return []"])
def test_second_engine_that_is_lost_costs_its_opinion_only(
    monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    assert edit_both() == {"Sheet1": {(1, 2): Decimal(5), (1, 3): Decimal(10)}}
    monkeypatch.setattr(client, "WAITING_AT_MOST", 3)
    engine_of(monkeypatch, lines)
    assert edit_both() == {"Sheet1": {(1, 2): None, (1, 3): None}}
    # Sums need no second engine, in whichever order they follow from each other.
    sums = parse("@sheet 甲\n| =乙!B1 → 2 | =A1+1 → 3 |\n@sheet 乙\n| 1 | =A1*2 → 2 |")
    assert recalculate(sums, {"乙": {(1, 1): Cell(Decimal(5))}}).changed == {
        "甲": {(1, 1): Decimal(10), (1, 2): Decimal(11)},
        "乙": {(1, 2): Decimal(10)},
    }


def test_results_stand_in_the_order_of_the_targets() -> None:
    cells = [(1, 1, "n", "1"), (1, 2, "f", "A1+1"), (1, 3, "f", "B1*5")]
    sheets = [EngineSheet("甲", cells), EngineSheet("乙", [(1, 1, "f", "甲!C1")])]
    targets = [(1, 1, 1), (0, 1, 3), (0, 1, 2), (0, 1, 3)]
    for engine in (cellrune, betteroffice):
        results = engine.computed(EngineRequest(sheets, [], targets))
        assert [one.text for one in results] == ["10", "10", "2", "10"]


def test_engines_take_a_name_of_one_sheet_for_that_sheet() -> None:
    sheets = [
        EngineSheet("甲", [(1, 1, "n", "1"), (1, 2, "f", "额+0")]),
        EngineSheet("乙", [(1, 1, "n", "20"), (1, 2, "f", "额+0")]),
    ]
    names = [("", "额", "甲!$A$1"), ("乙", "额", "乙!$A$1")]
    for engine in (cellrune, betteroffice):
        results = engine.computed(EngineRequest(sheets, names, [(0, 1, 2), (1, 1, 2)]))
        assert [one.text for one in results] == ["1", "20"]


@pytest.mark.parametrize("text", ["| =1+1 |", "@sheet 甲&<乙>\n| '\\u0001 | =A1&1 |"])
def test_second_engine_is_told_what_is_there(text: str) -> None:
    grid = parse(text)
    ((name, cells),) = [(sheet.name, sheet.cells) for sheet in grid.sheets]
    sheet = EngineSheet(name, [engine_cell(at, cell) for at, cell in cells.items()])
    (result,) = betteroffice.computed(EngineRequest([sheet], [], [(0, *max(cells))]))
    assert result.kind in {"n", "s"}


def test_second_engine_beyond_its_limits_says_nothing() -> None:
    rows = 5000
    cells = [(row, 1, "n", "1") for row in range(1, rows)]
    cells += [(row, 2, "f", f"SUM($A$1:A{row})") for row in range(1, rows)]
    targets = [(0, row, 2) for row in range(1, rows)]
    results = betteroffice.computed(EngineRequest([EngineSheet("甲", cells)], [], targets))
    assert {one.kind for one in results} == {"?"}


def test_without_any_engine_nothing_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "COMMAND", ("/no/such/program",))
    result = recalculate(parse("| 1 | =A1*2 → 2 |"), {"Sheet1": {(1, 1): Cell(Decimal(5))}})
    assert result.changed == {"Sheet1": {(1, 2): None}}
    assert not stale_results(parse("| 1 | =A1*2 → 3 |"))


# LibreOffice


def random_edits(grid: Grid, dice: random.Random) -> dict[str, dict[Position, Cell]]:
    """Some amounts that formulas may read, replaced."""
    amounts = [
        (sheet.name, at)
        for sheet in grid.sheets
        for at, cell in sheet.cells.items()
        if isinstance(cell.value, Decimal) and not cell.formula and not cell.percent
    ]
    edits: dict[str, dict[Position, Cell]] = {}
    for name, at in dice.sample(amounts, min(6, len(amounts))):
        edits.setdefault(name, {})[at] = Cell(Decimal(dice.randint(-(10**6), 10**8)).scaleb(-2))
    return edits


@needs_office
def test_libreoffice_computes_what_we_say_after_random_edits(tmp_path: Path) -> None:
    dice = random.Random(20231130)  # noqa: S311  (no secret)
    expected: dict[str, Grid] = {}
    paths = []
    for path in DISTRICT:
        _, grid = read_file(path)
        edits = random_edits(grid, dice)
        result = recalculate(grid, edits)
        assert not result.unknown
        expected[path.name] = result.grid
        contents = {
            name: {at: CellContent("number", str(cell.value)) for at, cell in cells.items()}
            for name, cells in edits.items()
        }
        paths.append(tmp_path / path.name)
        # The old results stay in the file: it computes them all anew.
        paths[-1].write_bytes(edit_workbook(path.read_bytes(), path.name, contents, {}))
    compared = 0
    for path in recomputed(paths, tmp_path / "out"):
        theirs = {sheet.name: sheet for sheet in read_file(path)[1].sheets}
        for sheet in expected[path.name].sheets:
            for at, cell in sheet.cells.items():
                if cell.formula:
                    other = theirs[sheet.name].cells[at].value
                    assert same_value(cell.value, other), (path.name, sheet.name, cell_name(*at))
                    compared += 1
    assert compared > 100
