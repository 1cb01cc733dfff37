"""Templates learnt from forms that are not shipped: ``pytest -m bench bench/test_learning.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from learning import unseen

pytestmark = pytest.mark.bench
FORMS = sorted((Path(__file__).parent / "blanks_to_learn").glob("*.txt"))
_SHARE = 0.9


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_parts_and_values_are_right(path: Path) -> None:
    found = unseen(path)
    assert found.right >= _SHARE * found.items, found.wrong
    assert found.equal >= _SHARE * found.values, found.wrong
