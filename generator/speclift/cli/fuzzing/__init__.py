"""The parts of `speclift fuzz`: its arguments, who does the work, and what is made of the result."""
