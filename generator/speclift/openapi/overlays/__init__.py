"""Overlays: files that say how a document is to be changed."""
