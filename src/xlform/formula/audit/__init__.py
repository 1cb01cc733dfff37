"""Formulas of any workbook compared with their neighbours, without a declaration of the form."""
