"""Rules of arithmetic."""
