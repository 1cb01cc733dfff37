"""Fixes of chosen findings alone, whatever their rules; the original stays as it is."""

from __future__ import annotations

from pathlib import Path

from xlform.checking.check import Checker
from xlform.fixing.fix import ChosenFixer

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "云田镇.xlsx"
BROKEN = ROOT / "samples" / "broken" / "合计漏了末行.xlsx"


def test_only_chosen_findings_are_fixed() -> None:
    checker, data = Checker(), SAMPLE.read_bytes()
    safe = [one for one in checker.check(SAMPLE).findings if one.fix and one.fix.safety == "safe"]
    first, second = safe[0].id, safe[-1].id
    fixed = ChosenFixer(checker, [first]).fix_content(data, SAMPLE)
    assert {change.id for change in fixed.changes} == {first}
    both = ChosenFixer(checker, [second, first]).fix_content(data, SAMPLE)
    assert {change.id for change in both.changes} == {first, second}
    assert both.after is not None
    assert {first, second}.isdisjoint(one.id for one in both.after.findings)
    none = ChosenFixer(checker, ["A-99/附表1/A1"]).fix_content(data, SAMPLE)
    assert (none.changes, none.data) == ((), data)


def test_a_chosen_finding_is_fixed_though_it_is_unsafe() -> None:
    checker = Checker()
    unsafe = next(
        one
        for one in checker.check(BROKEN).findings
        if one.code.startswith("G") and one.fix and one.severity == "error"
    )
    fixed = ChosenFixer(checker, [unsafe.id]).fix_content(BROKEN.read_bytes(), BROKEN)
    assert [(change.id, change.new) for change in fixed.changes] == [
        (unsafe.id, unsafe.fix.edits[0].new if unsafe.fix else "")
    ]
