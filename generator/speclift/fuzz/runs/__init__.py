"""The course of a run: samples, probes, phases, what is recorded, and which requests are made smaller."""
