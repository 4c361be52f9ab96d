"""A Swagger 2.0 document as an OpenAPI 3.0 one."""
