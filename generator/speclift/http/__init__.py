"""What every server of speclift has: a socket that holds out against bad clients, and names that it answers to."""
