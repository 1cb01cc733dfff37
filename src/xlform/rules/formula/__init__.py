"""Rules on formulas (公式类): what a formula ought to be, and how a broken one is mended."""

from xlform.rules.formula import addends, failing, referring, results, typed

__all__ = ["addends", "failing", "referring", "results", "typed"]
