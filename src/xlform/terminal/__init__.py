"""Trees and drawings for a terminal."""
