"""The meaning of printed types: tokens, grammar, and the marks beside a type."""
