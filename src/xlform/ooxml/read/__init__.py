"""Parts of an .xlsx package, checked before use and read in one pass."""
