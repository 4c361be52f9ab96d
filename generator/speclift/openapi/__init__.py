"""OpenAPI documents: load, convert, check, and one typed view of them."""
