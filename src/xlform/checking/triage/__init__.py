"""Findings in groups: one cause, one group, ordered as a letter tells them."""
