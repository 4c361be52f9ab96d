"""The checks of each response, and of the responses to speclift's own requests."""
