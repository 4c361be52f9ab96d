"""The rules: their codes and levels, and what follows from them for a version."""
