"""Pages of a known form: types, names, properties and operations from evidence, by ordered, named rules."""
