"""The command line: it parses arguments, calls the library, prints, and chooses the exit code."""
