"""Responses: samples, made values, lists page by page, errors, and the sending of them."""
