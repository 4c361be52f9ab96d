"""The course of a run: samples, probes, phases, the record of what was seen, and smaller requests for its findings."""
