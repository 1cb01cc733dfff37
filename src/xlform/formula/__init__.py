"""Formulas: text, references, dependencies, and results."""
