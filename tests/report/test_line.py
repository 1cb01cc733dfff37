"""One line a finding: to be searched, counted and jumped to."""

from __future__ import annotations

from checked import FINDINGS, checked_file, finding

from xlform.checking.baseline import Changes, State
from xlform.messages import set_language
from xlform.report.line import finding_lines


def test_a_line_names_file_cell_severity_rule_and_what_is_wrong() -> None:
    assert list(finding_lines(checked_file())) == [
        "报送/青禾镇.xlsx: error C-01 缺少附表2。",
        "报送/青禾镇.xlsx:附表3-1: info F-01 没有附表号。",
        "报送/青禾镇.xlsx:附表3-1!B4: error C-02 “项目金额”没有填。",
        "报送/青禾镇.xlsx:附表3-1!B6: warning T-01 “环竟”疑为“环境”。",
        "报送/青禾镇.xlsx:附表3-1!D10: warning C-04 成本指标一行空着。",
        "报送/青禾镇.xlsx:附表3-1!E12: error A-07 算式不成立。",
        "报送/青禾镇.xlsx:附表3-1!E12: info X-13 单价与指标不一致。",
    ]


def test_a_message_over_several_lines_stays_on_one() -> None:
    (line,) = finding_lines(checked_file([finding("T-06", "B4", "“上\n下”\t有换行。")]))
    assert line.endswith("T-06 “上 下” 有换行。")


def test_the_words_of_severities_do_not_change_with_the_language() -> None:
    set_language("en")
    try:
        lines = list(finding_lines(checked_file()))
    finally:
        set_language("")
    assert lines == list(finding_lines(checked_file()))


def test_what_changed_stands_at_the_end() -> None:
    states: dict[str, State] = {one.id: "kept" for one in FINDINGS}
    changes = Changes({**states, "C-01": "new"})
    lines = list(finding_lines(checked_file(changes=changes)))
    assert lines[0].endswith(" [新增]")
    assert lines[1].endswith(" [未改]")
