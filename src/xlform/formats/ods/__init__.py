"""Spreadsheets of OpenDocument (.ods, .fods)."""
