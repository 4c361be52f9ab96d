"""Credentials, and how they stay out of everything that a run writes."""
