"""Schemas in one form, and compared: what one allows and the other does not."""
