"""What is checked: each response, and the answers to our own requests."""
