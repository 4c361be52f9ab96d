"""Faults that a mock can have on purpose."""
