"""One API from what the pages state."""
