"""The files of a document: read within limits, and only from where references may lead."""
