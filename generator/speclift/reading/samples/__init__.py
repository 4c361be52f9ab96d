"""Samples: HTTP messages, commands, JSON as people write it."""
