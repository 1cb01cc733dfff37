"""Each shipped blank alone: what is learnt from it is what its declaration says."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from xlform.template.form import FormTemplate

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from learning import cases, score

CASES = list(cases([]))
_SHARE = 0.95


@pytest.mark.parametrize(("name", "blank", "declared", "sample"), CASES, ids=[c[0] for c in CASES])
def test_fields_and_values_are_those_of_the_declaration(
    name: str, blank: Path, declared: FormTemplate, sample: Path | None
) -> None:
    found, form = score(blank, declared, sample)
    assert name
    assert found.items
    assert found.right >= _SHARE * found.items, found.wrong
    assert found.equal >= _SHARE * found.values, found.wrong
    assert form.title_cell is not None
