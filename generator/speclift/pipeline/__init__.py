"""The stages in order: from folders of pages to an API, and on to files."""
