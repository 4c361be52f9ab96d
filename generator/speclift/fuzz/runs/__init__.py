"""The course of a run: samples, probes, phases, what is recorded, what is made smaller."""
