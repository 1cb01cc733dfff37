"""Local page for clerks: files dropped, read, listed, each in a private round of its own."""
