"""What every stage knows of a document: its objects, references, paths and media types."""
