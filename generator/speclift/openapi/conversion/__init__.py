"""From one version of OpenAPI to another, as far as the meaning of a document can be kept."""
