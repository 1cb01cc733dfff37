"""Reader: a grid to the normalized model, by labels and never by fixed addresses."""
