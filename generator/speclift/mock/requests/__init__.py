"""Requests: read, authorised, and checked against the contract."""
