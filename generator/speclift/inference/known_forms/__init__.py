"""Pages of a known form: evidence to types, names, properties and operations, by ordered, named rules."""
