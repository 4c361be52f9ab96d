"""The files of a reference: how they are found, and how they include each other."""
