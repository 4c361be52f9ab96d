"""Findings that have one right mend, mended in the pages."""
