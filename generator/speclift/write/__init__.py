"""Documents to bytes, and bytes to files that change together or not at all."""
