"""Input and output of submissions: the verb ``read``, JSON, JSON Schema, pandas frames."""
