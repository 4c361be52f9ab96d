"""What an OpenAPI document promises: its operations, the requests that they accept, and their responses."""
