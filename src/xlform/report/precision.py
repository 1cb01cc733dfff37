"""Measured precision of the rules: how many of their errors and warnings were true."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

_MEASURED = Path(__file__).with_suffix(".toml")


class Precision(msgspec.Struct, frozen=True):
    """Errors and warnings of a rule in the measurement: ``true`` at a planted defect, ``false``.

    ``false`` are those on units without a defect.
    """

    true: int
    false: int

    @property
    def share(self) -> float:
        """Return the share that was true; 1 where nothing was reported."""
        told = self.true + self.false
        return self.true / told if told else 1.0


class Measurement(msgspec.Struct, frozen=True):
    """Result of ``bench/planted_defects.py``: size of the set, and precision by rule code."""

    units: int
    defects: int
    rules: dict[str, Precision]


@cache
def measurement() -> Measurement:
    """Return the last measurement, made with ``bench/planted_defects.py --write``."""
    raw = tomllib.loads(_MEASURED.read_text(encoding="utf-8"))
    rules = {code: Precision(*counts) for code, counts in raw["rules"].items()}
    return Measurement(raw["units"], raw["defects"], rules)
