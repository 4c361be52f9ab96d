"""Tables, lists and sentences of fields, and what a description says of one."""
