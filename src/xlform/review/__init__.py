"""Review of a round of submissions: what each unit handed in, its findings, and its papers."""
