"""Word documents and plain text."""
