"""Pages of the forms that are known by name, and these forms as data."""
