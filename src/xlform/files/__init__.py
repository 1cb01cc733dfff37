"""Files on disk: inputs expanded and read, outputs that appear whole or not at all."""
