"""The special words of a reference: found in what its pages leave unread, and proposed as settings."""
