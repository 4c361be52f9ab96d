"""Changes as text, JSON, markdown and GitHub annotations."""
