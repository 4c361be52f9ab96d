"""Pages whose form is known by name, and the forms as data."""
