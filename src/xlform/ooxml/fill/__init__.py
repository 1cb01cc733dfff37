"""Official blanks filled: a pattern sheet laid out with new rows, written as a new workbook."""
