"""A run in parts: processes of this machine, shards of a pipeline, or workers of a scheduler take one each."""
