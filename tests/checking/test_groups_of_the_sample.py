"""Groups of the sample: each finding in one, few enough to be read, in the order of a letter."""

from __future__ import annotations

from functools import lru_cache

from rule_checks import SAMPLE

import xlform
from xlform.checking.check import Checker, Report
from xlform.model.findings import SEVERITIES
from xlform.rules.concerns import SECTIONS, weight_of
from xlform.submission.read import read_with_grid

_AT_MOST = 25


@lru_cache(maxsize=1)
def report() -> Report:
    return xlform.check(SAMPLE)


def test_what_must_be_answered_is_few_groups() -> None:
    told = [group for group in report().groups if group.severity != "info"]
    assert len(told) <= _AT_MOST, [group.message for group in told]


def test_every_finding_is_in_one_group() -> None:
    listed = [one for group in report().groups for one in (*group.findings, *group.effects)]
    assert sorted(listed) == sorted(finding.id for finding in report().findings)
    by_id = {group.id: group for group in report().groups}
    for finding in report().findings:
        group = by_id[finding.group]
        assert finding.id in (group.effects if finding.cause else group.findings)


def test_a_cause_is_no_slighter_than_its_effects() -> None:
    by_id = {finding.id: finding for finding in report().findings}
    for finding in report().findings:
        if finding.cause:
            severity = by_id[finding.cause].severity
            assert SEVERITIES.index(severity) <= SEVERITIES.index(finding.severity)


def test_findings_without_groups_are_as_severe() -> None:
    checker = Checker()
    submission, grid = read_with_grid(SAMPLE)
    assert {one.id: one.severity for one in checker.findings(submission, grid)} == {
        one.id: one.severity for one in report().findings
    }


def test_groups_are_in_the_order_of_a_letter() -> None:
    groups = report().groups
    assert [group.rank for group in groups] == list(range(1, len(groups) + 1))
    order = [
        (SECTIONS.index(group.section), weight_of(group.concern), -(group.amount or 0))
        for group in groups
    ]
    assert order == sorted(order)
    must = [group.severity == "error" for group in groups]
    assert must == sorted(must, reverse=True)


def test_the_same_said_of_many_cells_is_one_group() -> None:
    places = {group.code: len(group.places) for group in report().groups}
    assert [places[code] for code in ("X-08", "C-04", "T-06")] == [7, 9, 25]
