"""Tables, lists and sentences of fields, and what a description says about a field."""
