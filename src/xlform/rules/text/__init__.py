"""Rules of text."""
