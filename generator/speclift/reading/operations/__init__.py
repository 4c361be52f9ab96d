"""What a page states of an operation: fields, samples, statuses, credentials."""
