"""Blank forms for filers: labels locked, inputs validated, totals computed."""
