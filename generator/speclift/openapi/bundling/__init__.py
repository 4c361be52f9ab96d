"""Bundles a document in several files into one whose references lead to components alone."""
