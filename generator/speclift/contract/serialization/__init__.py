"""How parameters, forms and bodies are written on the wire, and read from it."""
