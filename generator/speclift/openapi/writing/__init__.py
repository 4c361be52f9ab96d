"""Documents to bytes: YAML, JSON, and a document for each tag."""
