"""Frozen records of a submission and of its findings; they know nothing of spreadsheets."""
