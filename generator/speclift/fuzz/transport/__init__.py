"""Requests to the server under test: which may be sent, how fast, and how much may come back."""
