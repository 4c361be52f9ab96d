"""Turns records into source code: templates, lines of methods, the README's examples."""
