"""YAML 1.2 and JSON, read and written: with fastyaml-rs where it is installed, and without it."""
