"""Rules on completeness (完整性): missing forms, fields, rows and indicators."""
