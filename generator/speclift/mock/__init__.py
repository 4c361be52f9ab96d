"""A mock server made from nothing but a contract."""
