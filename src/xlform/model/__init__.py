"""Frozen records of a submission and its findings, independent of any spreadsheet library."""
