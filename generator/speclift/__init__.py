"""speclift recovers an OpenAPI document from a markdown API reference."""

__version__ = "0.1.0"
