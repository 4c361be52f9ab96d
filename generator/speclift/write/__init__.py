"""Documents to bytes, and bytes to files that are either whole or not there."""
