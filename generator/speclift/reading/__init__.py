"""Readers of constructs: from the blocks of any page to what it states."""
