"""A specification in the browser: Swagger UI over small documents, a search, and pages that follow the docs."""
