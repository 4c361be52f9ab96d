"""Ways in which a mock can break its promise."""
