"""The document that schemathesis reads, made for one run."""
