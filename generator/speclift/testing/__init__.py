"""What the pytest plugin does: requests of documented samples, and what their answers break."""
