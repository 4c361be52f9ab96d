"""Docs, published document and live server beside each other: where two agree against the third."""
