"""Printed types to their meaning: tokens, grammar, and what stands beside a type."""
