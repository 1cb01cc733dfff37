"""Blank forms to hand out: labels locked, inputs checked as they are typed, totals computed."""
