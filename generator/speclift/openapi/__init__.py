"""OpenAPI documents: load, convert, check, build and write."""
