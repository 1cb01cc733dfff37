"""Rules on wording, punctuation and characters."""
