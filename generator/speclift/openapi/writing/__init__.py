"""Writes documents as bytes of YAML or JSON, also as one document for each tag."""
