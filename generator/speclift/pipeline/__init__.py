"""The stages one after the other: from folders of pages to an API, and on to files."""
