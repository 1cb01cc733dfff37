"""Rules between the submissions of a batch."""
