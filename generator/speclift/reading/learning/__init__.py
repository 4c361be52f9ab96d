"""What words of its own a reference has: found in what its pages leave unread, proposed as settings."""
