"""What a page states about an operation: fields, samples, statuses, credentials."""
