"""Rules of layout."""
