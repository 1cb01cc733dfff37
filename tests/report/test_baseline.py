"""What changed since an earlier check: new, unchanged, fixed; never fixed for want of asking."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from checked import FINDINGS, SHEET, finding

from xlform.checking.baseline import (
    BaselineProblem,
    EarlierCheck,
    compare,
    earlier_check_of,
    read_earlier,
)
from xlform.checking.findings_json import findings_json
from xlform.checking.runner import CheckResult
from xlform.messages import translate
from xlform.model.findings import Finding, NotAsked, Reason
from xlform.model.submission import Source, Submission


def moved(one: Finding, cell: str) -> Finding:
    return msgspec.structs.replace(one, cell=cell, id=f"{one.code}/{one.sheet}/{cell}")


def checked(*findings: Finding, not_asked: tuple[NotAsked, ...] = ()) -> CheckResult:
    return CheckResult(findings, not_asked)


def test_the_same_check_twice_changes_nothing() -> None:
    changes = compare(FINDINGS, checked(*FINDINGS))
    assert set(changes.states.values()) == {"kept"}
    assert changes.fixed == changes.unasked == ()


def test_what_is_gone_is_fixed_and_what_was_not_there_is_new() -> None:
    changes = compare(FINDINGS[:3], checked(*FINDINGS[1:4]))
    assert list(changes.states.values()) == ["kept", "kept", "new"]
    assert changes.fixed == FINDINGS[:1]


def test_a_moved_row_is_no_new_finding() -> None:
    before = finding("A-07", "E12", "算式 9*11=90 不成立。")
    changes = compare([before], checked(moved(before, "E14")))
    assert list(changes.states.values()) == ["kept"]
    assert changes.fixed == ()


def test_rows_moved_onto_each_other_keep_their_own() -> None:
    """After a row was put in above, row 13 stands where row 14 stood; its own words tell it."""
    first, second = finding("A-07", "E12", "甲不成立。"), finding("A-07", "E13", "乙不成立。")
    changes = compare([first, second], checked(moved(first, "E13"), moved(second, "E14")))
    assert list(changes.states.values()) == ["kept", "kept"]
    assert changes.fixed == ()


def test_two_of_the_same_words_do_not_stand_for_one() -> None:
    before = finding("C-04", "D10", "一行空着。")
    changes = compare([before], checked(moved(before, "D11"), moved(before, "D12")))
    assert sorted(changes.states.values()) == ["kept", "new"]


def test_other_numbers_at_the_same_cell_are_the_same_finding() -> None:
    before = finding("A-03", "C6", "合计填 611，各行之和 610。")
    after = finding("A-03", "C6", "合计填 611，各行之和 609。")
    assert compare([before], checked(after)).states == {after.id: "kept"}


def test_the_same_words_on_another_sheet_are_another_finding() -> None:
    before = finding("C-02", "B4", "“项目金额”没有填。")
    after = msgspec.structs.replace(before, sheet="附表3-2", id="C-02/附表3-2/B4")
    changes = compare([before], checked(after))
    assert changes.states == {after.id: "new"}
    assert changes.fixed == (before,)


@pytest.mark.parametrize("reason", ["not-selected", "ignored", "crashed", "required-failed"])
def test_not_asked_is_not_fixed(reason: Reason) -> None:
    before = finding("A-03", "C6", "合计不对。")
    changes = compare([before], checked(not_asked=(NotAsked("A-03", reason, "…"),)))
    assert changes.fixed == ()
    assert changes.unasked == (before,)


def test_no_answer_elsewhere_says_nothing_of_this_cell() -> None:
    before = finding("A-03", "C6", "合计不对。")
    elsewhere = (
        NotAsked("A-03", "undetermined", "…", "附表3-2"),
        NotAsked("A-03", "undetermined", "…", SHEET, "C7"),
        NotAsked("A-04", "crashed", "…"),
    )
    assert compare([before], checked(not_asked=elsewhere)).fixed == (before,)


def written(path: Path, *names: tuple[str, str]) -> tuple[EarlierCheck, ...]:
    """Earlier checks by file name and unit, a line each."""
    lines = [findings_json(submission(*one), checked()) for one in names]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_earlier(path)


def submission(name: str, unit: str) -> Submission:
    return Submission(Source(name, "xlsx", "0" * 64), unit, 2023, ())


def test_of_several_files_the_one_of_that_unit_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "earlier.jsonl"
    first, second, third = written(path, ("表.xlsx", "甲镇"), ("表.xlsx", "乙镇"), ("丙.xlsx", ""))
    earlier = (first, second, third)
    assert earlier_check_of(submission("表.xlsx", "乙镇"), earlier) is second
    assert earlier_check_of(submission("最终版.xlsx", "乙镇"), earlier) is second
    assert earlier_check_of(submission("表.xlsx", "丁镇"), earlier) is None
    assert earlier_check_of(submission("丙.xlsx", "丙镇"), earlier) is third
    assert earlier_check_of(submission("戊.xlsx", ""), earlier) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"a": 1}', "{}\n{}", '{"source": 3, "findings": []}', "表"]
)
def test_what_is_no_earlier_result_is_told_in_a_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineProblem) as told:
        read_earlier(path)
    assert str(path) in str(told.value)
    assert "xlform check --format json" in str(told.value)


@pytest.mark.parametrize("spoilt", [b"\x84", b"\xed\xa0\x80", b"\xc0\xaf"])
def test_an_earlier_result_in_no_encoding_is_told_in_a_sentence(
    spoilt: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    written(path, ("表.xlsx", "甲镇"))
    path.write_bytes(path.read_bytes().replace("甲镇".encode(), spoilt))
    with pytest.raises(BaselineProblem) as told:
        read_earlier(path)
    assert "x.json" in str(told.value)


def test_a_submission_is_no_earlier_result(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"schema": "xlform.submission/1", "source": {"name": "", "format": "", '
                    '"sha256": ""}, "findings": []}', encoding="utf-8")  # fmt: skip
    with pytest.raises(BaselineProblem) as told:
        read_earlier(path)
    assert str(told.value) == translate("error.since-schema", path=path, schema="xlform.findings/1")


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BaselineProblem):
        read_earlier(tmp_path / "none.json")
