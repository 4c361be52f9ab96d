"""Comparison of docs, published document and live server: where two agree against the third."""
