"""The summary workbook: sheets, totals, links and charts over what a spool holds."""
