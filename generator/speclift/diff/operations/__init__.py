"""Comparison of operations: pairs, parameters, credentials, servers."""
