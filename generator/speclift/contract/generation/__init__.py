"""Values that fit a schema, for places without an example in the document."""
