"""Reports of what a run found, for people and for machines.  They are made from a result without secrets."""
