"""Forms written: official templates filled from the model."""
