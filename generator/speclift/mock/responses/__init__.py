"""Responses: samples, made values, lists page by page, errors, and how they are sent."""
