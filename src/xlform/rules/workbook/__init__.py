"""H: formulas of any workbook, compared with each other instead of with a declared form."""
