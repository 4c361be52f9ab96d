"""The comparison of docs, published document and live server: where two of them agree, the third is wrong."""
