"""Limits of what one file may cost, and the processes that keep them."""
