"""Changes to the pages that resolve findings, where only one change is right."""
