"""Parse markdown into blocks, and arrange the blocks in a tree of sections."""
