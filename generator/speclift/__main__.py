"""`python -m speclift`."""

from speclift.cli import entry

entry()
