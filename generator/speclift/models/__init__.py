"""Models alone, in the shapes that datamodel-code-generator knows, for those who want no client."""
