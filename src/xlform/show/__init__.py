"""What a person sees on a terminal: trees, tables and drawings of forms."""
