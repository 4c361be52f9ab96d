"""The parts of `speclift fuzz`: its arguments, which processes do the work, and what is made of the result."""
