"""What an OpenAPI document promises: operations, what they accept, what they answer."""
