"""Converts documents from one version of OpenAPI to another, as far as their meaning can be kept."""
