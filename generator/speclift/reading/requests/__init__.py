"""Find where a page states operations, and which blocks describe each of them."""
