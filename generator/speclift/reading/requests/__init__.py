"""Where a page states an operation, and which blocks describe it."""
