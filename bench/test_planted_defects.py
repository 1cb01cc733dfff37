"""The whole measurement of planted defects against the figures of the last one.

``pytest -m bench bench/test_planted_defects.py``; write the figures anew with
``python bench/planted_defects.py --write``.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from defects import AREAS
from planted_defects import FIGURES, Measured, known_figures, measure

pytestmark = pytest.mark.bench
# Of all planted, missed ones included.
_ONE_GROUP = 0.9


@lru_cache(maxsize=2)
def measured(group: str) -> Measured:
    return measure(group)


@pytest.mark.parametrize("group", ["A", "B"])
@pytest.mark.parametrize("area", AREAS)
def test_recall_of_an_area_is_what_it_was(group: str, area: str) -> None:
    found, planted = measured(group).recall(area)
    before, of = known_figures()[group, area]
    assert planted == of, f"the set was changed: write {FIGURES.name} anew"
    assert found >= before


@pytest.mark.parametrize("group", ["A", "B"])
def test_a_defect_is_told_as_one_group(group: str) -> None:
    alone, _ = measured(group).alone
    before, of = known_figures()[group, "one-group"]
    assert alone >= before
    assert alone / len(measured(group).groups) >= _ONE_GROUP, of


@pytest.mark.parametrize("group", ["A", "B"])
def test_units_without_a_defect_draw_no_more_findings(group: str) -> None:
    before, units = known_figures()[group, "false"]
    assert len(measured(group).clean) == units
    assert len(measured(group).false_alarms) <= before
