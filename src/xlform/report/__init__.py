"""Reports of a check: terminal, one line per finding, HTML, letter, marked workbook; changes."""
