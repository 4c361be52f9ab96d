"""Requests to the server under test: which ones may be sent, how fast, and how large a response may be."""
