"""Defects planted in made-up units: how many of a sample are found, and what is told falsely.

The whole measurement is ``bench/test_planted_defects.py``.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import pytest

from xlform.report.precision import measurement
from xlform.rules import all_rules

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from planted_defects import Measured, filled_units, measure
from planting import all_defects

# One defect of so many is planted here.
_EVERY = 27
_RECALL = 0.95
_ONE_GROUP = 0.95
_FALSE_A_UNIT = 0.1
_HINT_BELOW = 0.9
_SEVERITIES = {rule.code: rule.severity for rule in all_rules()}


@lru_cache(maxsize=1)
def sample() -> Measured:
    return measure("A", every=_EVERY)


def test_the_set_is_large_and_of_every_area() -> None:
    units = filled_units()
    defects = all_defects(filled_units("A"))
    assert len(units) >= 40
    assert len({one.unit.name for one in units}) == len(units)
    assert len(defects) >= 600
    assert len({one.kind for one in defects}) >= 250


def test_what_is_planted_is_found() -> None:
    found, planted = sample().recall()
    missed = [f"{one.kind} {one.unit.name} {one.text}" for one, _ in sample().missed]
    assert found / planted >= _RECALL, missed


def test_a_defect_is_told_as_one_group() -> None:
    alone, told = sample().alone
    several = [defect.kind for defect, count in sample().groups if count > 1]
    assert alone / told >= _ONE_GROUP, several


def test_units_without_a_defect_draw_few_findings() -> None:
    false = sample().false_alarms
    assert len(false) / len(sample().clean) <= _FALSE_A_UNIT, [str(told) for _, told in false]


@pytest.mark.parametrize("code", sorted(measurement().rules))
def test_a_rule_that_is_often_wrong_is_a_hint(code: str) -> None:
    precision = measurement().rules[code]
    assert _SEVERITIES[code] == "info" or precision.share >= _HINT_BELOW
