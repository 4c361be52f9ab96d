"""What changed between two descriptions of an API, and which changes break a client."""
