"""Syntax of site generators and other markup, written as the markdown that other pages have."""
