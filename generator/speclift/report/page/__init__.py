"""What was recovered from a reference, counted and weighed, and a page of HTML that shows it."""
