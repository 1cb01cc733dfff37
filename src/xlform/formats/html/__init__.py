"""Web pages saved under the name of a workbook."""
