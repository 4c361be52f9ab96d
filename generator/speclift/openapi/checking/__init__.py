"""What is wrong with a document: the published schemas, and the rules that OpenAPI states in prose."""
