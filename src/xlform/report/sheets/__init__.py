"""Sheets of a file as HTML: the form as it is printed, bounded in size."""
