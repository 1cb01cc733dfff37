"""A check of thousands of files leaves no reference cycles behind."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.grid.model import Grid
from xlform.rules.context import RuleContext
from xlform.submission.read import read_with_grid

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"


def test_what_a_check_made_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    checker = Checker()
    contexts: list[weakref.ref[RuleContext]] = []
    make = Checker._context  # noqa: SLF001  (nothing else shows whether a context is freed)

    def watched(self: Checker, grid: Grid | None) -> RuleContext:
        context = make(self, grid)
        contexts.append(weakref.ref(context))
        return context

    monkeypatch.setattr(Checker, "_context", watched)
    gc.disable()
    try:
        assert checker.findings(*read_with_grid(SAMPLE)) is not None
        assert [context() for context in contexts] == [None]
    finally:
        gc.enable()
