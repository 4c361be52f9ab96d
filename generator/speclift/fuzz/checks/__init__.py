"""What is checked: each response, and what requests of our own ask."""
