"""Pages of any form: operations and types from what each page states."""
