"""Formulas asked of an engine in a process of its own, which may be lost at any time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from multiprocessing import get_all_start_methods, get_context

import pytest

from xlform.formula import missing_results
from xlform.formula.engines import client
from xlform.formula.missing_results import compute_missing_results
from xlform.grid.model import Cell, CellError, CellValue, Grid, Sheet
from xlform.grid.notation import dump, parse

# Our own evaluator does not know the function, so that an engine is asked.
MEDIAN = "| 450 | 161 | =MEDIAN(A1:B1)*2 |"
# A formula's "" is no blank.
EMPTY_TEXT = '| 甲 | 100 |\n| =IF(B1>0,"",1) | 200 |\n|  | 400 | {} |'
ANSWERED = "| 450 | 161 | =MEDIAN(A1:B1)*2 → 611 |\n"


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    client._process.stop()  # noqa: SLF001  (its process is what is tested)


def answered(text: str) -> str:
    return dump(compute_missing_results(parse(text)))


def result(text: str) -> CellValue:
    """The value of the last cell."""
    return list(compute_missing_results(parse(text)).sheets[-1].cells.values())[-1].value


def process() -> subprocess.Popen[bytes]:
    running = client._process.running  # noqa: SLF001  (its process is what is tested)
    assert running is not None
    return running


def test_open_formulas_are_answered() -> None:
    assert answered("| 450 | 161 | =SUM(A1:B1) |") == "| 450 | 161 | =SUM(A1:B1) → 611 |\n"
    assert answered(MEDIAN) == ANSWERED
    mixed = "| =MEDIAN(B1,C1)*2 | =C1+1 | 4 | =SUM(A1:C1) |"
    shown = "| =MEDIAN(B1,C1)*2 → 9 | =C1+1 → 5 | 4 | =SUM(A1:C1) → 18 |\n"
    assert answered(mixed) == shown
    assert answered("| 1 | =A1/4 → 0.00 |") == "| 1 | =A1/4 → 0.25 @stored 0.00 |\n"


def test_no_engine_is_asked_for_what_is_computed_here() -> None:
    text = '| 450 | \'1,234 | =IF(COUNT(A1:A1)=0,"",A1+B1) | =ROUND(C1/3,2) |'
    assert result(text) == Decimal("561.33")
    assert client._process.running is None  # noqa: SLF001  (no process may have been started)


def test_grid_without_open_formulas_stays_the_same_object() -> None:
    grid = parse("| 1 | =A1*2 → 3 |")
    assert compute_missing_results(grid) is grid


def test_every_formula_is_asked_where_the_file_distrusts_itself() -> None:
    grid = compute_missing_results(parse("| 1 | =A1*2 → 3 |"), distrust_all=True)
    assert dump(grid) == "| 1 | =A1*2 → 2 @stored 3 |\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("| '450 | 161 | =SUM(A1:B1) |", Decimal(161)),
        ('| TRUE | =IF(A1,"是","否") |', "是"),
        ("| 0 | =A1=0 |", True),
        ("| 0 | =1/A1 |", CellError("#DIV/0!")),
        ("| #REF! | =A1+1 |", CellError("#REF!")),
        ("| 0.1 | 0.2 | =A1+B1 |", Decimal("0.3")),
        ("|  | =A1 |", Decimal(0)),
        ("| 98765432109876543210987654321 | =A1 |", Decimal(98765432109876500000000000000)),
        ("| 1 | =A1/3*1E29 |", Decimal("3.33333333333333E+28")),
        ("| =C1+1 |  | =A1*2 |", None),
        ("| =A1+1 |", None),
        (EMPTY_TEXT.format('=COUNTIF(A1:A3,"*")'), Decimal(2)),
        (EMPTY_TEXT.format('=COUNTIF(A1:A3,"<>")'), Decimal(2)),
        (EMPTY_TEXT.format('=SUMIF(A1:A3,"<>",B1:B3)'), Decimal(300)),
        (EMPTY_TEXT.format('=SUMIF(A1:A3,"=",B1:B3)'), Decimal(400)),
        (EMPTY_TEXT.format('=SUMIF(A1:A3,"",B1:B3)'), Decimal(600)),
        ('| =EVALUATE("1+1") |', None),
        ("| =[1]汇总!A1 |", None),
        ("| =没有+1 → 0 @stored 7 |", None),
    ],
)
def test_answer_is_what_a_spreadsheet_shows_or_nothing(text: str, value: CellValue) -> None:
    found = result(text)
    if value is None:
        assert found is None or isinstance(found, CellError)
    else:
        assert (type(found), found) == (type(value), value)


def test_stored_0_that_nobody_confirms_is_no_evidence() -> None:
    (cell,) = compute_missing_results(parse("| =EVALUATE(1) → 0 |")).sheets[0].cells.values()
    assert cell == Cell(None, "EVALUATE(1)", cached=Decimal(0))


def test_stored_result_that_nobody_can_tell_stays() -> None:
    grid = compute_missing_results(parse("| =EVALUATE(1) → 7 |"), distrust_all=True)
    assert dump(grid) == "| =EVALUATE(1) → 7 |\n"


def test_sheet_names_in_quotes_and_defined_names() -> None:
    text = """
        @name 合计数 '附表 2'!$A$1:$B$1
        @name 坏名字 #REF!
        @sheet "附表 2"
        | 450 | 161 |
        @sheet 田'家
        | 2 |
        @sheet 附表1
        | =SUM(合计数)+'附表 2'!A1*'田''家'!A1 |
        """
    assert result(text) == Decimal(611 + 900)


def test_dates_count_as_days() -> None:
    assert result("| 2023-12-31 | =A1+1 |") in (Decimal(45292), None)


def test_process_lost_between_workbooks_is_renewed() -> None:
    assert answered(MEDIAN) == ANSWERED
    process().kill()
    process().wait()
    assert answered(MEDIAN) == ANSWERED


def instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let another program serve as the engine, once it has been asked."""
    program = f"import sys, time; sys.stdin.readline(); {program}"
    monkeypatch.setattr(client, "COMMAND", (sys.executable, "-c", program))


@pytest.mark.parametrize(
    "program",
    ["pass", "sys.stdin.close()", "print('[]')", "print('no json')", "print('[{}]')", "print(7)"],
)
def test_engine_lost_midway_leaves_unknown_values_and_the_next_workbook_is_served(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    with monkeypatch.context() as patched:
        instead(patched, program)
        assert answered(MEDIAN) == f"{MEDIAN}\n"
        client._process.stop()  # noqa: SLF001  (whichever program it was)
    assert answered(MEDIAN) == ANSWERED


def test_engine_that_never_listens_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(client, "COMMAND", (sys.executable, "-c", "pass"))
        large = Grid(
            (Sheet("甲", {(1, 1): Cell("长" * 1_000_000), (1, 2): Cell(None, "PROPER(A1)")}),)
        )
        assert compute_missing_results(large) == large
    assert answered(MEDIAN) == ANSWERED


def test_engine_is_given_cpu_time_and_not_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that computes without end is ended, a slow machine ends none."""
    serve = "from xlform.formula.engines import cellrune, process; own = cellrune.computed\n"
    endless = "def computed(request):\n    while True: pass\n"
    slow = "def computed(request):\n    import time; time.sleep(0.6); return own(request)\n"
    for computed, expected in ((endless, f"{MEDIAN}\n"), (slow, ANSWERED)):
        with monkeypatch.context() as patched:
            program = f"{serve}{computed}cellrune.computed = computed\nprocess.serve()"
            patched.setattr(client, "COMMAND", (sys.executable, "-c", program))
            patched.setattr(client, "remaining_seconds", lambda: 0.8)
            client._process.stop()  # noqa: SLF001  (its process is what is tested)
            assert answered(MEDIAN) == expected
    client._process.stop()  # noqa: SLF001
    assert answered(MEDIAN) == ANSWERED


def test_endless_formula_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(client, "WAITING_AT_MOST", 0.3)
        instead(patched, "time.sleep(60)")
        began = time.monotonic()
        assert answered(MEDIAN) == f"{MEDIAN}\n"
        assert time.monotonic() - began < 5
    assert answered(MEDIAN) == ANSWERED


def test_engine_that_cannot_be_started_leaves_values_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "COMMAND", ("/no/such/program",))
    assert answered(MEDIAN) == f"{MEDIAN}\n"


def test_questions_from_many_threads_keep_their_answers() -> None:
    texts = [f"| {number} | =MEDIAN(A1)*2 |" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(result, texts))
    assert found == [Decimal(2 * number) for number in range(40)]


@pytest.mark.skipif("fork" not in get_all_start_methods(), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the point of the test
def test_forked_worker_has_an_engine_of_its_own() -> None:
    assert answered(MEDIAN) == ANSWERED
    with get_context("fork").Pool(1) as pool:
        assert pool.map(answered, [MEDIAN]) == [ANSWERED]
    assert process().poll() is None
    assert answered(MEDIAN) == ANSWERED


def test_more_formulas_than_an_engine_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_results, "FORMULAS_AT_MOST", 0)
    assert answered(MEDIAN) == f"{MEDIAN}\n"


def test_one_process_serves_all_and_nothing_is_left_running() -> None:
    assert answered(MEDIAN) == ANSWERED
    first = process()
    assert answered(MEDIAN) == ANSWERED
    assert process() is first
    client._process.stop()  # noqa: SLF001  (its process is what is tested)
    assert first.poll() is not None
    client._process.stop()  # noqa: SLF001  (twice does no harm)


def test_workbook_that_the_engine_refuses_costs_its_results_only() -> None:
    grid = Grid(tuple(parse(MEDIAN).sheets) * 2)
    for sheet in compute_missing_results(grid).sheets:
        assert sheet.cells[1, 3].value in (None, Decimal(611))
    assert answered(MEDIAN) == ANSWERED
