"""The report on a terminal: a golden a person can read, and what must never happen to it.

After a change on purpose: ``python tests/report/test_terminal.py`` writes it anew; read the diff.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "support"))

from checked import FINDINGS, NOT_ASKED, SHEET, checked_file, finding  # noqa: E402  (run as a script too)

from xlform.checking.baseline import Changes  # noqa: E402
from xlform.messages import set_language  # noqa: E402
from xlform.report.checked_file import Order  # noqa: E402
from xlform.report.terminal import checked_file_lines  # noqa: E402
from xlform.terminal.width import width  # noqa: E402

GOLDENS: dict[Order, Path] = {
    "cell": ROOT / "tests" / "golden" / "check" / "青禾镇.txt",
    "cause": ROOT / "tests" / "golden" / "check" / "青禾镇按原因.txt",
}
CHANGES = Changes(
    {one.id: "new" if one.code == "C-02" else "kept" for one in FINDINGS},
    fixed=(finding("A-03", "C6", "合计填 611.00，各行之和 610.00。"),),
    unasked=(finding("Q-01", "E9", "指标值没有单位。"),),
)


def report(columns: int = 100, order: Order = "cell") -> str:
    checked = checked_file(changes=CHANGES)
    return "\n".join(checked_file_lines(checked, columns=columns, order=order)) + "\n"


@pytest.mark.parametrize("order", GOLDENS)
def test_the_report_reads_as_its_golden(order: Order) -> None:
    assert report(order=order) == GOLDENS[order].read_text(encoding="utf-8")


@pytest.mark.parametrize("order", GOLDENS)
@pytest.mark.parametrize("columns", [48, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(columns: int, order: Order) -> None:
    for line in report(columns, order).splitlines():
        assert width(line) <= columns + 2, line


def test_the_excerpt_marks_the_cell_and_shows_where_in_a_long_text_the_fault_is() -> None:
    lines = report(80).splitlines()
    (marked,) = [line for line in lines if line.lstrip().startswith("12 |") and "▶" in line]
    assert "9*11（万元/社区）=90" in marked
    assert sum("▶" in line for line in lines) == 4, "two findings of one cell share an excerpt"


def test_colours_are_asked_for_by_what_they_mean() -> None:
    painted = "\n".join(
        checked_file_lines(
            checked_file(),
            columns=100,
            order="cell",
            paint=lambda text, colour: f"<{colour}>{text}</>",
        )
    )
    for words in ("<error>错误</>", "<code>A-07</>", "<place>B4</>", "<marked>▶</>"):
        assert words in painted


def test_nothing_found_says_so() -> None:
    assert "  没有发现问题。" in list(checked_file_lines(checked_file((), ()), columns=80))


def test_english_is_said_on_request() -> None:
    set_language("en")
    try:
        text = report()
    finally:
        set_language("")
    expected = "the submission as a whole", "error C-01", "To do: ", "1 fixed:", "7 not checked"
    for words in expected:
        assert words in text


def test_numbers_said_in_the_message_are_not_said_again() -> None:
    said = finding("A-07", "E12", "应为99，填的是90。", expected="99", actual="90")
    unsaid = finding("A-07", "E12", "算式不成立。", expected="99", actual="90")
    assert "应为 99，实为 90" not in "\n".join(
        checked_file_lines(checked_file([said], ()), columns=80)
    )
    assert "应为 99，实为 90" in "\n".join(
        checked_file_lines(checked_file([unsaid], ()), columns=80)
    )


@given(
    row=st.integers(1, 20),
    column=st.sampled_from([*"ABCDEFGZ", "XFD"]),
    columns=st.integers(20, 130),
)
def test_any_cell_can_be_shown_blank_merged_or_off_the_form(
    row: int, column: str, columns: int
) -> None:
    lines = list(
        checked_file_lines(
            checked_file([finding("C-02", f"{column}{row}", "空")], ()), columns=columns
        )
    )
    assert sum("▶" in line for line in lines) == 1
    assert sum(" | " in line for line in lines) <= 3


def test_a_submission_without_its_cells_is_reported_without_excerpts() -> None:
    whole = checked_file()
    whole.context.grid = None
    lines = list(checked_file_lines(whole, columns=80))
    assert not any("▶" in line for line in lines)
    assert any("C-02" in line for line in lines)


def test_a_sheet_that_holds_no_form_is_a_group_of_its_own() -> None:
    lines = list(
        checked_file_lines(
            checked_file([finding("F-09", "A1", "多余的表", sheet="说明")], ()),
            columns=80,
            order="cell",
        )
    )
    assert any(line.startswith("说明  ") for line in lines)


def test_what_was_not_asked_is_told_once_with_its_places() -> None:
    text = report()
    assert "X-05  少一个数（见 附表3-1!B4、附表3-1!D12、附表3-1!D13 等 4 处）" in text
    assert f"未核对 {len(NOT_ASKED)} 项" in text
    assert "Q-01  这次没有选它" not in text
    assert SHEET in text


if __name__ == "__main__":
    for order, path in GOLDENS.items():
        path.write_text(report(order=order), encoding="utf-8")
