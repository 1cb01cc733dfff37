"""The hostile corpus: its size, and a whole run of it against the limits.

``pytest -m bench -n0 bench/test_hostile_files.py``; the figures are written by
``python bench/hostile_files.py --write``.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hostile_files import cases, main

pytestmark = pytest.mark.bench


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    names = Counter(case.name for case in cases())
    assert len(names) >= 120
    assert set(names.values()) == {1}
    # No file is large in itself, nor says that it is more than 256 MiB.
    assert max(len(case.content) for case in cases()) < 4 << 20


def test_nothing_goes_wrong_with_any_file() -> None:
    assert main([]) == 0
