"""Credentials, and how a run keeps them out of everything that it writes."""
