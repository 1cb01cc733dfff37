"""Findings come by sheet, cell and code, each once, and no two have the same id."""

from __future__ import annotations

from xlform.checking.finding_order import finding_id, in_order, numbered
from xlform.model.findings import Finding


def _finding(code: str, sheet: str, cell: str, message: str = "") -> Finding:
    return Finding(code, "", "error", message, sheet, cell, id=finding_id(code, "", sheet, cell))


def test_findings_come_by_the_order_of_the_forms_then_by_cell_and_code() -> None:
    expected = [
        _finding("X-01", "", ""),
        _finding("C-01", "附表2", ""),
        _finding("T-01", "附表2", "B9"),
        _finding("A-01", "附表2", "B10"),
        _finding("T-01", "附表2", "B10", "甲"),
        _finding("T-01", "附表2", "B10", "乙"),
        _finding("A-01", "附表1", "A1"),
    ]
    expected[4:6] = sorted(expected[4:6], key=lambda one: one.message)
    assert in_order(expected[::-1], ["附表2", "附表1", "附表2"]) == expected


def test_a_finding_made_twice_is_told_once_and_others_at_its_cell_are_numbered() -> None:
    one, other = _finding("T-01", "附表1", "B2", "甲"), _finding("T-01", "附表1", "B2", "乙")
    found = list(numbered([one, one, other, _finding("T-01", "附表1", "B3"), other, one]))
    assert [(each.id, each.message) for each in found] == [
        ("T-01/附表1/B2", "甲"),
        ("T-01/附表1/B2#2", "乙"),
        ("T-01/附表1/B3", ""),
    ]


def test_an_id_names_what_there_is() -> None:
    assert finding_id("X-01", "", "", "") == "X-01"
    assert finding_id("B-03", "甲.xlsx", "附表1", "B2") == "B-03/甲.xlsx/附表1/B2"
    assert finding_id("C-01", "", "附表1", "") == "C-01/附表1"
