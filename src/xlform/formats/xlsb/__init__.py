"""Workbooks of Excel 2007 in binary parts (.xlsb)."""
