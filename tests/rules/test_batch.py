"""Batch rules: their pages, near misses, and the summaries of files."""

from __future__ import annotations

import gc
import hashlib
import itertools
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.checking.runner import BatchResult, check_batch
from xlform.checking.settings import Ignored, Project
from xlform.grid.notation import parse
from xlform.model.findings import BatchFinding
from xlform.model.submission import Form, Source, Submission
from xlform.model.word_lists import load_words
from xlform.reading.submission import read_grid
from xlform.rules import all_rules
from xlform.rules.batch_index import (
    BatchIndex,
    FormSummary,
    SubmissionSummary,
    build_batch_index,
    summarize_submission,
)
from xlform.rules.context import RuleContext, Settings
from xlform.rules.kernel import Rule, RuleOutput
from xlform.template.store import load_templates, templates_folder

SAMPLES = Path(__file__).parents[2] / "samples"
DISTRICT = sorted((SAMPLES / "district").glob("*.xlsx"))
TEMPLATES = load_templates(templates_folder())
CONTEXT = RuleContext(
    {template.name: template for template in TEMPLATES},
    None,
    Settings(),
    load_words(templates_folder() / "words"),
)
RULES = {rule.code: rule for rule in all_rules() if rule.scope == "batch"}


def files(text: str) -> dict[str, str]:
    """Return the files of an example by name: the text after each line ``@file name``."""
    first, *parts = text.strip().split("@file ")
    assert first == "", "an example of a batch starts with @file"
    named = (part.partition("\n") for part in parts)
    return {name.strip(): grid for name, _, grid in named}


def entry(path: str, grid: str) -> SubmissionSummary:
    digest = hashlib.sha256(grid.encode()).hexdigest()
    source = Source(Path(path).name, "xlsx", digest)
    return summarize_submission(path, read_grid(parse(grid), source, TEMPLATES), CONTEXT.words)


def summaries(text: str) -> list[SubmissionSummary]:
    return [entry(f"报送/{name}", grid) for name, grid in files(text).items()]


def run_batch_rule(code: str, batch: list[SubmissionSummary]) -> BatchResult:
    return check_batch(batch, CONTEXT, [RULES[code]], {})


def places(found: BatchResult) -> list[tuple[str, str, str]]:
    return [(finding.file, finding.sheet, finding.cell) for finding in found.findings]


def reasons(found: BatchResult) -> list[str]:
    return [skipped.reason for skipped in found.not_asked]


# The pages


@pytest.mark.parametrize("code", RULES)
def test_the_bad_example_has_findings_at_a_cell_of_a_file(code: str) -> None:
    found = run_batch_rule(code, summaries(RULES[code].bad_example))
    assert "crashed" not in reasons(found), found.not_asked
    assert len(found.findings) == 1
    (finding,) = found.findings
    assert finding.code == code
    assert finding.file in files(RULES[code].bad_example)
    assert (finding.sheet, bool(finding.cell)) == ("Sheet1", True)
    assert finding.id == f"{code}/{finding.file}/{finding.sheet}/{finding.cell}"
    for text in (finding.message, finding.help):
        assert text.endswith(("。", "？"))
        assert "None" not in text


@pytest.mark.parametrize("code", RULES)
def test_the_good_example_is_silent(code: str) -> None:
    found = run_batch_rule(code, summaries(RULES[code].good_example))
    assert found.findings == ()
    assert "crashed" not in reasons(found), found.not_asked


def test_there_are_rules_over_batches() -> None:
    assert list(RULES) == [f"B-0{n}" for n in range(1, 10)]


# The order of files


@pytest.mark.parametrize("code", RULES)
def test_the_order_of_files_changes_nothing(code: str) -> None:
    batch = summaries(RULES[code].bad_example)
    expected = run_batch_rule(code, batch)
    for order in itertools.islice(itertools.permutations(batch), 24):
        assert run_batch_rule(code, list(order)) == expected


def test_nor_does_it_over_the_district_and_copies() -> None:
    checker = Checker(Project(select=("B",)))
    read = [checker.check(path, single_file=False).summary for path in DISTRICT[:6]]
    batch = [*read, *(_resent(item, f"{item.name}（改）") for item in read[:3])]
    expected = checker.check_batch(batch)
    assert expected.findings
    for start in range(len(batch)):
        turned = [*batch[start:], *batch[:start]]
        assert checker.check_batch(turned) == checker.check_batch(turned[::-1]) == expected


def _resent(summary: SubmissionSummary, name: str) -> SubmissionSummary:
    return SubmissionSummary(
        f"再报/{name}", name, f"{summary.sha256}x", summary.unit, summary.year, summary.forms
    )


def test_the_district_is_clean() -> None:
    checker = Checker()
    found = checker.check_batch(checker.check(path, single_file=False).summary for path in DISTRICT)
    assert [finding.id for finding in found.findings] == []
    assert [skipped.because for skipped in found.not_asked] == []


# What is kept of a file


def reachable(root: object) -> Iterator[object]:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        object_found = waiting.pop()
        if id(object_found) in seen or isinstance(object_found, type):
            continue
        seen.add(id(object_found))
        yield object_found
        waiting += gc.get_referents(object_found)


def test_an_entry_holds_no_form_and_no_cells() -> None:
    report = Checker().check(SAMPLES / "云田镇.xlsx")
    kept = list(reachable(report.summary))
    assert [item for item in kept if isinstance(item, Form | Submission)] == []
    read = list(reachable(report.submission))
    assert any(isinstance(item, Form) for item in read), "else this test sees nothing"
    assert len(kept) < len(read) / 5


def test_an_entry_keeps_names_amounts_and_their_cells() -> None:
    sample = Checker().check(SAMPLES / "云田镇.xlsx").summary
    direction = next(form for form in sample.forms if form.sheet == "附表3-1")
    assert (sample.unit, sample.year, len(sample.forms)) == ("株洲市石峰区云田镇人民政府", 2023, 6)
    assert direction.names["direction"] == "城乡环境连片整治专项"
    assert direction.amounts["amount"] == Decimal(95)
    assert direction.cell_of("amount") == "B5"
    assert direction.cell_of("nothing") == direction.cell_of("title")


def test_a_form_without_a_title_is_reported_at_its_first_cell() -> None:
    bare = FormSummary("project", "x", "Sheet1", "C4:F9", "", None, {}, {}, {})
    assert bare.cell_of("amount") == "C4"


DIRECTION = """
| 2023年区级专项资金支出方向绩效目标表 | <     | <        | <    | <      |
| 填报单位：{unit}                     |       |          |      |        |
| 支出方向（子项）                     | {name} | 所属专项 | 名称 | {fund} |
| 项目金额                             | {amount} | ^      | 金额 | 80     |
"""
SUMMARY = """
| {year}年区级专项资金绩效目标汇总表 | <    | <       | <              | <            |
| 填报单位：{unit}                   | <    | <       | <              | <            |
| 序号                               | 名称 | 金额    | 实施期绩效目标 | 年度绩效目标 |
|                                    | 合计 | {total} |                |              |
| 一                                 | 绿化 | 10      | 植树           | 植树         |
"""


def direction(
    path: str, unit: str = "甲镇", name: str = "植树", amount: str = "10", fund: str = "绿化"
) -> SubmissionSummary:
    return entry(path, DIRECTION.format(unit=unit, name=name, amount=amount, fund=fund))


def summary(path: str, unit: str, total: str = "10", year: str = "2023") -> SubmissionSummary:
    return entry(path, SUMMARY.format(unit=unit, total=total, year=year))


def test_files_of_one_name_are_distinguished_by_their_folders() -> None:
    batch = [summary("甲/附表.xlsx", "甲镇"), summary("乙/附表.xlsx", "乙镇"),
             summary("丙/附表.xlsx", "甲镇", "12"), summary("汇总.xlsx", "丁镇")]  # fmt: skip
    assert [item.name for item in build_batch_index(batch)] == [
        "丙/附表.xlsx", "乙/附表.xlsx", "汇总.xlsx", "甲/附表.xlsx",
    ]  # fmt: skip
    found = run_batch_rule("B-01", batch)
    assert [finding.id for finding in found.findings] == ["B-01/甲/附表.xlsx/Sheet1/A1"]
    assert found.paths["甲/附表.xlsx"] == "甲/附表.xlsx"


def test_a_file_given_twice_is_one_file() -> None:
    first = summary("甲.xlsx", "甲镇")
    again = SubmissionSummary(
        "./甲.xlsx", *(getattr(first, name) for name in first.__struct_fields__[1:])
    )
    found = check_batch([first, again], CONTEXT, RULES.values(), {})
    assert found.findings == ()
    assert {(skipped.reason, skipped.because) for skipped in found.not_asked} == {
        ("not-applicable", "只有一份报送件")
    }


# B-01


def test_a_unit_is_known_by_its_short_name_too() -> None:
    batch = [summary("a.xlsx", "株洲市石峰区云田镇人民政府"), summary("b.xlsx", "云田镇", "12")]
    assert places(run_batch_rule("B-01", batch)) == [("b.xlsx", "Sheet1", "A1")]


def test_a_short_name_that_fits_two_units_is_neither() -> None:
    batch = [summary("a.xlsx", "石峰区教育局"), summary("b.xlsx", "荷塘区教育局", "12"),
             summary("c.xlsx", "教育局", "13")]  # fmt: skip
    assert run_batch_rule("B-01", batch).findings == ()


def test_two_files_with_other_directions_of_one_unit_are_one_submission() -> None:
    batch = [direction("a.xlsx", name="植树"), direction("b.xlsx", name="修枝"),
             summary("c.xlsx", "甲镇")]  # fmt: skip
    assert run_batch_rule("B-01", batch).findings == ()
    again = direction("d.xlsx", name="植 树", amount="12")
    found = run_batch_rule("B-01", [*batch, again])
    assert places(found) == [("d.xlsx", "Sheet1", "A1")]
    assert "（“植 树”）" in found.findings[0].message
    assert "“a.xlsx”" in found.findings[0].message


def test_a_copy_is_reported_once_as_a_copy() -> None:
    batch = [summary("a.xlsx", "甲镇"), summary("b.xlsx", "甲镇"), summary("c.xlsx", "甲镇", "11")]
    reported = {finding.file: finding.message for finding in run_batch_rule("B-01", batch).findings}
    assert set(reported) == {"b.xlsx", "c.xlsx"}
    assert reported["b.xlsx"] == "“b.xlsx”与“a.xlsx”内容完全相同。"
    assert "“a.xlsx”里都有" in reported["c.xlsx"]


def test_of_three_files_each_later_one_names_those_before() -> None:
    batch = [summary(f"{n}.xlsx", "甲镇", str(n)) for n in (1, 2, 3)]
    reported = {finding.file: finding.message for finding in run_batch_rule("B-01", batch).findings}
    assert set(reported) == {"2.xlsx", "3.xlsx"}
    assert "“3.xlsx”和“1.xlsx”、“2.xlsx”里都有" in reported["3.xlsx"]


def test_a_file_without_unit_or_year_is_undetermined() -> None:
    batch = [summary("a.xlsx", ""), summary("b.xlsx", "甲镇", year=""), summary("c.xlsx", "甲镇")]
    found = run_batch_rule("B-01", batch)
    assert found.findings == ()
    assert reasons(found) == ["undetermined"] * 2
    assert "“a.xlsx”" in found.not_asked[0].because


# B-02


@pytest.mark.parametrize(
    ("name", "amount", "violations"),
    [("植树工作经费", "10.00", 1), ("植 树（项目）", "10", 1), ("植树", "10.01", 0),
     ("修枝", "10", 0), ("植树二期", "10", 0), ("植树", "", 0)],
)  # fmt: skip
def test_a_claim_is_the_same_in_name_and_amount(name: str, amount: str, violations: int) -> None:
    batch = [direction("a.xlsx"), direction("b.xlsx", "乙镇", name, amount)]
    found = run_batch_rule("B-02", batch)
    assert places(found) == [("b.xlsx", "Sheet1", "B4")] * violations
    assert all("“a.xlsx”（甲镇）的“植树”" in finding.message for finding in found.findings)


def test_one_unit_may_claim_twice_for_all_this_rule_knows() -> None:
    batch = [direction("a.xlsx"), direction("b.xlsx", "石峰区甲镇人民政府")]
    assert run_batch_rule("B-02", batch).findings == ()


def test_what_many_units_claim_alike_follows_a_norm() -> None:
    batch = [direction(f"{unit}.xlsx", unit) for unit in ("甲镇", "乙镇", "丙镇")]
    (finding,) = run_batch_rule("B-02", batch).findings
    assert (finding.severity, finding.message.count(".xlsx")) == ("info", 2)
    assert "统一标准" in finding.message
    many = [*batch, *(direction(f"第{n}镇.xlsx", f"第{n}镇") for n in range(7))]
    (finding,) = run_batch_rule("B-02", many).findings
    assert "等9处" in finding.message


def test_names_of_filling_words_only_are_still_names() -> None:
    batch = [direction("a.xlsx", name="工作经费"), direction("b.xlsx", "乙镇", "项目支出")]
    assert run_batch_rule("B-02", batch).findings == ()


def test_claims_of_different_years_do_not_meet() -> None:
    last = DIRECTION.format(unit="乙镇", name="植树", amount="10", fund="绿化")
    batch = [direction("a.xlsx"), entry("b.xlsx", last.replace("2023", "2022"))]
    assert run_batch_rule("B-02", batch).findings == ()


# B-03


def totals(*amounts: str) -> list[SubmissionSummary]:
    return [summary(f"{n}.xlsx", f"第{n}镇", total) for n, total in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("odd", "message"),
    [("10000", "1000 倍"), ("0.01", "1000 分之一"), ("9999", ""), ("0.011", ""), ("0", "")],
)
def test_an_outlier_is_a_thousand_times_off(odd: str, message: str) -> None:
    found = run_batch_rule("B-03", totals("9", "10", "10", "10", "11", odd))
    assert places(found) == ([("6.xlsx", "Sheet1", "C4")] if message else [])
    assert all(message in finding.message and finding.actual == odd for finding in found.findings)


def test_four_units_are_too_few_and_a_unit_counts_once() -> None:
    four = totals("8", "10", "11", "100000")
    again = summary("5.xlsx", "第1镇", "9")
    for batch in (four, [*four, again]):
        found = run_batch_rule("B-03", batch)
        assert found.findings == ()
        assert "not-applicable" in reasons(found)


def test_a_missing_total_is_undetermined_and_no_zero() -> None:
    found = run_batch_rule("B-03", totals("8", "9", "10", "11", "12", ""))
    assert found.findings == ()
    assert reasons(found) == ["undetermined"]
    assert "“6.xlsx”" in found.not_asked[0].because


def test_a_district_sets_how_far_is_out_of_line() -> None:
    context = RuleContext(CONTEXT.templates, None, Settings(batch_outlier_times=50), CONTEXT.words)
    batch = totals("8", "9", "10", "11", "500")
    assert len(check_batch(batch, context, [RULES["B-03"]], {}).findings) == 1


# B-04


def years(*of: str) -> list[SubmissionSummary]:
    return [summary(f"{n}.xlsx", f"第{n}镇", year=year) for n, year in enumerate(of, 1)]


@pytest.mark.parametrize(
    ("of", "violations", "reason"),
    [
        (("2023", "2023", "2022"), ["3.xlsx"], []),
        (("2023", "2022"), [], ["not-applicable"]),
        (("2023", "2023", "2022", "2022"), [], ["not-applicable"]),
        (("2023", "2022", "2021"), [], ["not-applicable"]),
        (("2023", "2023", "2023", ""), [], ["undetermined"]),
        (("2023", "2023", "2022", "2023", "2024"), ["3.xlsx", "5.xlsx"], []),
    ],
)
def test_another_year_is_reported_against_most(
    of: tuple[str, ...], violations: list[str], reason: list[str]
) -> None:
    found = run_batch_rule("B-04", years(*of))
    assert [finding.file for finding in found.findings] == violations
    assert all(
        (finding.expected, finding.sheet) == ("2023", "Sheet1") for finding in found.findings
    )
    assert reasons(found) == reason


def test_many_files_of_one_unit_are_one_voice() -> None:
    batch = [summary(f"{n}.xlsx", "甲镇", str(n), "2022") for n in range(5)]
    others = [summary(f"{unit}.xlsx", unit) for unit in ("乙镇", "丙镇")]
    assert {finding.file for finding in run_batch_rule("B-04", [*batch, *others]).findings} == {
        f"{n}.xlsx" for n in range(5)
    }


# How batch rules run


class Crashing(Rule):
    """Fails."""

    code = "Z-01"
    scope = "batch"

    def over_batch(self, summaries: BatchIndex, context: RuleContext) -> RuleOutput:
        del summaries, context
        raise RuntimeError("oops")


class Needing(Crashing):
    """Needs a table that does not exist."""

    code = "Z-02"
    needs = ("roster",)


def test_a_crash_costs_the_rule_its_own_answer_only() -> None:
    batch = summaries(RULES["B-04"].bad_example)
    found = check_batch(batch, CONTEXT, [Crashing(), Needing(), *RULES.values()], {})
    assert {
        skipped.code: skipped.reason for skipped in found.not_asked if skipped.code.startswith("Z")
    } == {
        "Z-01": "crashed",
        "Z-02": "no-data",
    }
    assert [finding.code for finding in found.findings] == ["B-04"]
    assert all(isinstance(finding, BatchFinding) for finding in found.findings)


def test_severities_are_the_projects() -> None:
    found = check_batch(
        summaries(RULES["B-04"].bad_example), CONTEXT, [RULES["B-04"]], {"B-04": "error"}
    )
    assert [finding.severity for finding in found.findings] == ["error"]


def codes_not_asked(project: Project, *, single_file: bool = True) -> dict[str, str]:
    report = Checker(project).check(DISTRICT[0], single_file=single_file)
    return {skipped.code: skipped.reason for skipped in report.not_asked if skipped.code in RULES}


def test_a_lone_file_is_not_cluttered_with_what_needs_several() -> None:
    assert codes_not_asked(Project()) == {}
    assert codes_not_asked(Project(select=("C-02",))) == {}
    assert codes_not_asked(Project(select=("B-02", "C"))) == {"B-02": "not-applicable"}
    ignored = Project(ignore=(Ignored("B-03", "金额悬殊属实"),))
    assert codes_not_asked(ignored) == {"B-03": "ignored"}
    assert codes_not_asked(ignored, single_file=False) == {}


def test_what_was_not_selected_of_a_batch_is_reported_with_it() -> None:
    checker = Checker(Project(select=("B-01",), ignore=(Ignored("B-04", "跨年汇总"),)))
    found = checker.check_batch(
        checker.check(path, single_file=False).summary for path in DISTRICT[:2]
    )
    assert {skipped.code: skipped.reason for skipped in found.not_asked} == {
        **dict.fromkeys(RULES.keys() - {"B-01"}, "not-selected"),
        "B-04": "ignored",
    }
