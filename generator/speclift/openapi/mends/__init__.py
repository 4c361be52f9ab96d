"""The mends of faulty documents, a module for each part of a document."""
