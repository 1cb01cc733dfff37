"""Rules on the narrative 编报说明: its amounts against the forms, and its required content."""
