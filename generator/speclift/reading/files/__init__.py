"""The files of a reference: found, selected, and included in each other."""
