"""The documentation site: pages that are made from the code, and the hook by which MkDocs shows them beside docs/."""
