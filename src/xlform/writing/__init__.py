"""Submissions written into the official blanks again: rows, merges, totals, heights and pages."""
