"""Markdown to blocks, and blocks to a tree of sections."""
