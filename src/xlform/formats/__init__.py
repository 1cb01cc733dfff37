"""Files of every format to a grid of cells: one module or folder per format."""
