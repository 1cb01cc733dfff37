"""Filling of official blanks: a source sheet laid out with new rows, written as a new workbook."""
