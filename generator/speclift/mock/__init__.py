"""A server made from the contract alone."""
