"""Rules of crossform."""
