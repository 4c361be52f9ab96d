"""A run in parts: by processes of this machine, by shards of a pipeline, by the workers of a scheduler."""
