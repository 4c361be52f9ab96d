"""Mends in the pages for findings that have exactly one right mend."""
