"""The text notation of grids: what it looks like, what it refuses, and that nothing is lost."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlform.errors import NotationProblem
from xlform.formats.source import read_file
from xlform.grid.address import Range
from xlform.grid.cell_text import shown_text
from xlform.grid.model import Cell, CellError, CellValue, Grid, Sheet
from xlform.grid.notation import dump, parse
from xlform.messages import set_language

SAMPLES = Path(__file__).parents[2] / "samples"


def exact(grid: Grid) -> object:
    """A grid with types and decimals told apart, which ``==`` takes for the same."""
    sheets = [
        (
            sheet.name,
            sorted((at, repr(cell)) for at, cell in sheet.cells.items()),
            sheet.merges,
            sheet.state,
            sheet.hidden_rows,
            sheet.hidden_columns,
            sheet.beside_cells,
            sheet.after,
        )
        for sheet in grid.sheets
    ]
    return sheets, grid.names, grid.local_names


def written(text: str) -> str:
    return dedent(text).lstrip("\n")


def one(text: str) -> Cell:
    """The only cell of a row with that cell."""
    (cell,) = parse(f"| {text} |").sheets[0].cells.values()
    return cell


def test_form_as_the_notation_shows_it() -> None:
    text = written("""
        | 产出指标 | 数量指标 | 人居环境宣传 | ≥10次                |
        | ^        | ^        | 配置环卫工人 | '66                  |
        | 合计     | <        | <            | =SUM(D1:D2) → 611.00 |
        """)
    grid = parse(text)
    (sheet,) = grid.sheets
    assert sheet.merges == (Range(1, 1, 2, 1), Range(1, 2, 2, 2), Range(3, 1, 3, 3))
    assert {at: cell.value for at, cell in sheet.cells.items()} == {
        (1, 1): "产出指标",
        (1, 2): "数量指标",
        (1, 3): "人居环境宣传",
        (1, 4): "≥10次",
        (2, 3): "配置环卫工人",
        (2, 4): "66",
        (3, 1): "合计",
        (3, 4): Decimal("611.00"),
    }
    assert sheet.cells[3, 4] == Cell(Decimal("611.00"), "SUM(D1:D2)", places=2)
    assert dump(grid) == text


def test_everything_beside_the_rows_stands_on_lines_of_its_own() -> None:
    text = written("""
        @name 合计数 附表2!$C$5
        @local "附表 2" 合计数 $C$9

        @sheet "附表 2" hidden
        @hidden rows 3,5-7
        @hidden columns C,F-H
        @beside comments drawing
        @after 12
        @merges A1:B2 B2:C3
        @at D40
        | 名称 | 金额  |
        | 专项 | 95.00 |

        @sheet 空表 veryHidden
        """)
    grid = parse(text)
    assert grid.names == (("合计数", "附表2!$C$5"),)
    assert grid.local_names == (("附表 2", "合计数", "$C$9"),)
    first, second = grid.sheets
    assert (first.name, first.state) == ("附表 2", "hidden")
    assert (second.name, second.state, second.cells) == ("空表", "veryHidden", {})
    assert first.hidden_rows == {3, 5, 6, 7}
    assert first.hidden_columns == {3, 6, 7, 8}
    assert first.beside_cells == ("comments", "drawing")
    assert (first.after, second.after) == (12, None)
    assert first.merges == (Range(1, 1, 2, 2), Range(2, 2, 3, 3))
    assert list(first.cells) == [(40, 4), (40, 5), (41, 4), (41, 5)]
    assert dump(grid) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("66.00", Cell(Decimal("66.00"))),
        ("-0.5", Cell(Decimal("-0.5"))),
        ("1E+20", Cell(Decimal("1E+20"))),
        ("98.0%", Cell(Decimal("0.980"), percent=True)),
        ("2023-12-31", Cell(dt.date(2023, 12, 31))),
        ("2023-02-30", Cell("2023-02-30")),
        ("TRUE", Cell(value=True)),
        ("#REF!", Cell(CellError("#REF!"))),
        ("#N/A", Cell(CellError("#N/A"))),
        ("#(Err:508)", Cell(CellError("Err:508"))),
        ("#1楼", Cell("#1楼")),
        ("'66", Cell("66")),
        ("'98%", Cell("98%")),
        ("'2023-12-31", Cell("2023-12-31")),
        ("'=B1+B2", Cell("=B1+B2")),
        ("'TRUE", Cell("TRUE")),
        ("'#REF!", Cell("#REF!")),
        ("'^", Cell("^")),
        ("'<", Cell("<")),
        ("'?", Cell("?")),
        ("''66", Cell("'66")),
        ("'", Cell("")),
        ("金额\\n万元", Cell("金额\n万元")),
        ("甲\\|乙\\\\丙", Cell("甲|乙\\丙")),
        ("\\s 名称\\s", Cell("  名称 ")),
        ("名\\u00a0称\\u200b", Cell("名\u00a0称\u200b")),
        ("\u3000及时处理", Cell("\u3000及时处理")),
        ("?", Cell(None)),
        ("=A1", Cell(None, "A1")),
        ("=A1+A2 → 3", Cell(Decimal(3), "A1+A2")),
        ("=A1 → 95.50", Cell(Decimal("95.50"), "A1", places=2)),
        ("=A1 → 95.5 @places 0", Cell(Decimal("95.5"), "A1")),
        ("=A1 → 95.5 @stored 0", Cell(Decimal("95.5"), "A1", cached=Decimal(0), places=1)),
        ("=A1/B1 → 98%", Cell(Decimal("0.98"), "A1/B1", percent=True, places=2)),
        ("=A1/B1 @percent @places 4", Cell(None, "A1/B1", percent=True, places=4)),
        ("=A1/B1 → #DIV/0! @stored 0", Cell(CellError("#DIV/0!"), "A1/B1", cached=Decimal(0))),
        ('=IF(A1,"甲\\→乙","") → 甲→乙', Cell("甲→乙", 'IF(A1,"甲→乙","")')),
        ("=A1 → '", Cell("", "A1")),
        ("=A1 → '3", Cell("3", "A1")),
        ("=A1 → 见 \\@stored 3", Cell("见 @stored 3", "A1")),
    ],
)
def test_cell_reads_and_writes_as_shown(text: str, cell: Cell) -> None:
    assert repr(one(text)) == repr(cell)
    assert dump(Grid((Sheet("Sheet1", {(1, 1): cell}),))) == f"| {text} |\n"


def test_column_counts_chinese_as_two_wide() -> None:
    text = dump(parse("|名称|a|\n|x|b|\n"))
    assert text == "| 名称 | a |\n| x    | b |\n"


def test_overlong_cell_does_not_widen_the_other_rows() -> None:
    first, second = dump(parse(f"|{'很' * 300}|a|\n|x|b|\n")).splitlines()
    assert len(first) > 300
    assert len(second) < 60


def test_block_merge_in_either_way_of_marking() -> None:
    assert parse("|甲|<|\n|^|<|") == parse("|甲|<|\n|^|^|")
    assert parse("|甲|<|\n|^|<|").sheets[0].merges == (Range(1, 1, 2, 2),)


def test_merge_over_blank_cells() -> None:
    (sheet,) = parse("| 甲 |   |\n|   | < |").sheets
    assert sheet.merges == (Range(2, 1, 2, 2),)
    assert list(sheet.cells) == [(1, 1)]


def test_merge_with_a_value_under_it_is_listed() -> None:
    grid = Grid((Sheet("Sheet1", {(1, 1): Cell("甲"), (1, 2): Cell("乙")}, (Range(1, 1, 1, 2),)),))
    assert dump(grid) == "@merges A1:B1\n| 甲 | 乙 |\n"
    assert parse(dump(grid)) == grid


def test_merges_out_of_order_keep_their_order() -> None:
    cells = {(1, 1): Cell("甲"), (3, 1): Cell("乙")}
    grid = Grid((Sheet("Sheet1", cells, (Range(3, 1, 3, 2), Range(1, 1, 1, 2))),))
    assert parse(dump(grid)) == grid


def test_vast_merge_is_listed() -> None:
    grid = Grid((Sheet("Sheet1", {(40, 1): Cell("甲")}, (Range(40, 1, 900, 100),)),))
    assert dump(grid) == "@merges A40:CV900\n@at A40\n| 甲 |\n"
    assert parse(dump(grid)) == grid


def test_far_apart_cells_make_blocks_and_no_pages_of_blanks() -> None:
    cells = {(1, 1): Cell("甲"), (1, 100): Cell("乙"), (900, 100): Cell("丙")}
    text = dump(Grid((Sheet("Sheet1", cells),)))
    assert text == "| 甲 |\n@at CV1\n| 乙 |\n@at CV900\n| 丙 |\n"


def test_scattered_cells_stay_in_proportion() -> None:
    cells = {(2 * n, 5 * n): Cell("甲") for n in range(1, 1_001)}
    grid = Grid((Sheet("Sheet1", cells),))
    text = dump(grid)
    assert len(text) < 1_000_000
    assert parse(text) == grid


def test_no_sheet_and_an_empty_sheet_differ() -> None:
    assert dump(Grid(())) == ""
    assert parse("") == Grid(())
    assert parse("@sheet Sheet1") == Grid((Sheet("Sheet1", {}),))
    assert dump(Grid((Sheet("Sheet1", {}),))) == "@sheet Sheet1\n"


def test_blank_lines_and_indentation_mean_nothing() -> None:
    assert parse("\r\n   | 甲 | \r\n\r\n\t| 乙 |\r\n") == parse("| 甲 |\n| 乙 |")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("| 甲 |\n乙", "notation-line", 2),
        ("| 甲", "notation-row", 1),
        ("| 甲 | 乙", "notation-row", 1),
        ("| 甲 |\n\n@sheets 乙", "notation-unknown", 3),
        ("@at A0", "notation-directive", 1),
        ("@at", "notation-directive", 1),
        ("@sheet", "notation-directive", 1),
        ("@sheet 甲 secret", "notation-directive", 1),
        ("@sheet 甲 hidden 乙", "notation-directive", 1),
        ("@hidden rows", "notation-directive", 1),
        ("@hidden rows 7-3", "notation-directive", 1),
        ("@hidden rows 0", "notation-directive", 1),
        ("@hidden cells 3", "notation-directive", 1),
        ("@hidden columns 3", "notation-directive", 1),
        ("@merges A1-B2", "notation-directive", 1),
        ("@name", "notation-directive", 1),
        ("@local", "notation-directive", 1),
        ("@local 附表1", "notation-directive", 1),
        ("| C:\\data |", "notation-cell", 1),
        ("| 甲\\uZZZZ |", "notation-cell", 1),
        ("| = |", "notation-cell", 1),
        ("| =A1 → |", "notation-cell", 1),
        ("| 甲 @places x |", "notation-cell", 1),
        ("| 甲 @stored 1 @stored 2 |", "notation-cell", 1),
        ("| < |", "notation-merge", 1),
        ("| 甲 | ^ |", "notation-merge", 1),
        ("| 甲 |\n| 乙 | ^ |", "notation-merge", 2),
        ("| 甲 | < |\n| ^ | 乙 |", "notation-merge", 1),
        ("| 甲 | 乙 |\n@at A1\n| 丙 |", "notation-twice", 3),
        ("@at XFD1\n| 甲 | 乙 |", "notation-outside", 2),
        ("@at A1048576\n| 甲 |\n| 乙 |", "notation-outside", 3),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_that_is_no_notation_is_named_by_its_line(
    text: str, code: str, line: int, language: str
) -> None:
    with pytest.raises(NotationProblem) as caught:
        parse(text)
    assert caught.value.code == code
    assert caught.value.details["line"] == line
    set_language(language)
    try:
        assert str(line) in str(caught.value)
    finally:
        set_language("")


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_samples_survive(path: Path) -> None:
    _, grid = read_file(path)
    assert exact(parse(dump(grid))) == exact(grid)


# The law. Words that could be misread come often, so that they meet in every combination.
_TEMPTING = st.sampled_from(
    [
        "66", "-1.50", "98%", "1E+5", "2023-12-31", "TRUE", "#REF!", "#(x)", "#", "^", "<", "?",
        "'", "=", "=A1", "→", " → ", "@percent", " @stored 3", "@", "\\", "\\n", "|", "\n", " ", "",
        "\t", "\r\n", "\u3000", "\u00a0", "\u2028", "\x85", "\ud800", "_x000D_", '"', "名称",
        "甲 乙",
    ]
)  # fmt: skip
_text = st.lists(_TEMPTING | st.text(max_size=5), max_size=4).map("".join)
_number = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda number: abs(number.adjusted()) < 400
) | st.decimals(min_value=-9_999, max_value=9_999, places=2)
_value: st.SearchStrategy[CellValue] = st.one_of(
    _text, _number, st.booleans(), st.dates(), _text.map(CellError), st.none()
)
_cell = st.builds(
    Cell,
    _value,
    formula=st.just("") | _text,
    percent=st.booleans(),
    cached=_value,
    places=st.integers(0, 30),
)
_row = st.integers(1, 12) | st.sampled_from([40, 1_048_576])
_column = st.integers(1, 8) | st.sampled_from([50, 16_384])


def _merge(corner: tuple[int, int], size: tuple[int, int]) -> Range:
    top, left = corner
    return Range(top, left, min(top + size[0], 1_048_576), min(left + size[1], 16_384))


_merges = st.lists(
    st.builds(
        _merge,
        st.tuples(_row, _column),
        st.tuples(st.integers(0, 3) | st.just(10**6), st.integers(0, 3)),
    ),
    max_size=6,
)
_sheet = st.builds(
    Sheet,
    _text,
    st.dictionaries(st.tuples(_row, _column), _cell, max_size=8),
    (_merges.map(sorted) | _merges).map(tuple),
    st.sampled_from(["visible", "hidden", "veryHidden"]),
    st.frozensets(_row, max_size=5),
    st.frozensets(_column, max_size=5),
    st.lists(_text, max_size=3).map(tuple),
)
_grid = st.builds(
    Grid,
    st.lists(_sheet, max_size=2).map(tuple),
    st.lists(st.tuples(_text, _text), max_size=3).map(tuple),
    st.lists(st.tuples(_text, _text, _text), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_grid)
def test_law_nothing_is_lost(grid: Grid) -> None:
    text = dump(grid)
    text.encode()
    assert exact(parse(text)) == exact(grid)
    assert parse(text) == grid
    assert dump(parse(text)) == text


@settings(max_examples=300, deadline=None)
@given(st.lists(_TEMPTING | st.sampled_from(["| ", " |", "\n|", "\n@at B", "@merges A1:B2"])))
def test_law_any_text_is_a_grid_or_a_problem(pieces: list[str]) -> None:
    with suppress(NotationProblem):
        grid = parse("".join(pieces))
        assert exact(parse(dump(grid))) == exact(grid)


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        ("=F7+G7 → 116000.5 @places 2", "=F7+G7 → 116000.5"),
        ("=F7+G7 → 2.00 @stored 0", "=F7+G7 → 2.00"),
        ("12 @struck 20", "12"),
        ("98%", "98%"),
    ],
)
def test_an_excerpt_shows_a_cell_without_the_words_of_the_notation(noted: str, shown: str) -> None:
    assert shown_text(one(noted)) == shown
