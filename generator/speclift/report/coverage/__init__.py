"""What of the docs was read and what was not, counted and as text."""
