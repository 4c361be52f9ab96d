"""Values that fit a schema, for what a document shows no example of."""
