"""Turns an OpenAPI document into the files of a typed Python client: models, resources and runtime."""
