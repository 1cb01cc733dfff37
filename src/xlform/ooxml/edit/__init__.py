"""Named cells, styles and comments of an .xlsx changed; every other byte stays as it was."""
