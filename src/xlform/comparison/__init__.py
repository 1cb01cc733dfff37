"""Comparison of two submissions by field and row, matched by name."""
