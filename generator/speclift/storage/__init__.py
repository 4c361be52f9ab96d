"""Writing files that change together or not at all, and keeping results from run to run."""
