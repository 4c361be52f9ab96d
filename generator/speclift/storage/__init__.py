"""Bytes to files that change together or not at all, and what is kept from run to run."""
