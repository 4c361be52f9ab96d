"""schemathesis as the engine: its configuration, its cases, its events."""
