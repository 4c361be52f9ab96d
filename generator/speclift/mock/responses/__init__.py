"""Responses: samples, generated values, pages of lists, refusals, and how they are sent."""
