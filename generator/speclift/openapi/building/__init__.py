"""The recovered API as an OpenAPI document: plain dictionaries, ready to be written."""
