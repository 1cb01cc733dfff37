"""A grid to the normalized model, by the templates' labels and never by fixed addresses."""
