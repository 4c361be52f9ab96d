"""What is compared: documents, folders of pages, git revisions."""
