"""YAML 1.2 read and written: by fastyaml-rs where it is installed, by PyYAML and code of ours where it is not."""
