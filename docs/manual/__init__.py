"""The documentation site: pages that are made of the code, and what MkDocs needs to show them beside those in docs/."""
