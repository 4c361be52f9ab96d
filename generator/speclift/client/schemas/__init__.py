"""Component schemas as classes: what is joined, hoisted and named, and which module holds which class."""
