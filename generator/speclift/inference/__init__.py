"""From what pages state to one API."""
