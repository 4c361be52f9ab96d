"""The structure of documents, which all stages use: their objects, references, paths and media types."""
