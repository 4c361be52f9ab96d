"""Overlays: files that describe changes of a document."""
