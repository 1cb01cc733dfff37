"""Reports of a check: on a terminal, line by line, as data, as a page; what changed since."""
