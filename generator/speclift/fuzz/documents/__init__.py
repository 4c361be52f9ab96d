"""The document that schemathesis reads, which is made for one run."""
