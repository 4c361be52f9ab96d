"""Syntax of site generators and other markup, rewritten as the markdown of other pages."""
