"""A submission in and out of the program: the verb ``read``, JSON, JSON Schema, pandas frames."""
