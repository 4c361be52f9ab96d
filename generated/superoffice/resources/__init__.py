"""The operations of the API, with a module for each resource."""
