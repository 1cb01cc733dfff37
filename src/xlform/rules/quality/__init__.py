"""Rules on the quality of indicators and goals."""
