"""Requests: how they are read, authorized, and checked against the contract."""
