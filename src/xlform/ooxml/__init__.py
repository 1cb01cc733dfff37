"""The parts of an .xlsx package: opened with suspicion, read in one pass, named by relationship."""
