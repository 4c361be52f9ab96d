"""What differs between the page forms, as data."""
