"""Component schemas as classes: what is joined, hoisted and named, and how classes lie in modules."""
