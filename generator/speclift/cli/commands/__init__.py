"""The commands, one module each: their arguments, and what they call."""
