"""What a run found, for people and for machines. Everything here is given a result without secrets."""
