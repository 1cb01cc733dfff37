"""A check of thousands leaves nothing behind that only a search for circles would free."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from xlform.checking.check import Checker
from xlform.grid.model import Grid
from xlform.rules.desk import Desk
from xlform.submission.read import read_with_grid

SAMPLE = Path(__file__).parents[2] / "samples" / "云田镇.xlsx"


def test_what_a_check_made_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    checker = Checker()
    desks: list[weakref.ref[Desk]] = []
    make = Checker._desk  # noqa: SLF001  (nothing else shows whether a desk is gone)

    def watched(self: Checker, grid: Grid | None) -> Desk:
        desk = make(self, grid)
        desks.append(weakref.ref(desk))
        return desk

    monkeypatch.setattr(Checker, "_desk", watched)
    gc.disable()
    try:
        assert checker.findings(*read_with_grid(SAMPLE)) is not None
        assert [desk() for desk in desks] == [None]
    finally:
        gc.enable()
