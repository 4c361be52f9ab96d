"""Types that a page describes: in sections, declarations and JSON Schemas."""
