"""Pages of a known form: ordered, named rules conclude types, names, properties and operations from evidence."""
