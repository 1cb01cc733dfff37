"""Grammars of single values: amounts of money, targets and periods."""

from __future__ import annotations

from xlform.values.amount import Amount, in_wan, parse_amount
from xlform.values.period import parse_period
from xlform.values.target import parse_target

__all__ = ["Amount", "in_wan", "parse_amount", "parse_period", "parse_target"]
