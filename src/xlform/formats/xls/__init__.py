"""Workbooks of Excel 97-2003 (.xls, BIFF8)."""
