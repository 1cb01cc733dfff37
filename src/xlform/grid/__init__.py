"""A file of any kind to one model of cells; the only layer that knows file formats."""
