"""Pages of any form: operations and types of what each page states."""
