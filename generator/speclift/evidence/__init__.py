"""What the pages show, gathered with its sources, before anything is decided."""
