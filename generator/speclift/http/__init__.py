"""What every server of speclift has: a socket that withstands bad clients, and names that it answers to."""
