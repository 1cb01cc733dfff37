"""Rules between the forms of one submission."""
