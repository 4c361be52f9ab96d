"""The special words of a reference: found in what could not be read of its pages, and proposed as settings."""
