"""How much of the docs was read and how much was not, counted and as text."""
