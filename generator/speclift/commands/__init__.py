"""The commands that talk HTTP, one module each: their arguments, and what they call."""
