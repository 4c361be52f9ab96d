"""Resources that are created, changed and deleted while the mock runs."""
