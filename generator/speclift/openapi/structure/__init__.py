"""What every stage knows about a document: its objects, references, paths and media types."""
