"""Evidence to types, names, properties and operations, by ordered, named rules."""
