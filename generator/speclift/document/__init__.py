"""The recovered API as an OpenAPI 3.1 or 3.0 document: plain dictionaries, ready to be written."""
