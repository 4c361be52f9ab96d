"""What changed between two descriptions of an API, and what of it breaks a client."""
