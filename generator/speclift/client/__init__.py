"""An OpenAPI document to the files of a typed Python client: models, resources, runtime."""
