"""Fields in tables, lists and sentences, and what the description of a field says about it."""
