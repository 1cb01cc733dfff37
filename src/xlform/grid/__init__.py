"""Model of cells that every file format is read into, and its text notation."""
