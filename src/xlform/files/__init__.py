"""Files on disk: inputs found, outputs that appear whole or not at all."""
