"""Formulas: read, referred, computed, copied; one machine for reading, rules and fixing."""
