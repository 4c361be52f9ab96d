"""What a page states about an operation: its fields, samples, statuses and credentials."""
