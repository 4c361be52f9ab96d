"""Does a server keep the contract? Fuzzing with schemathesis, and the checks that it lacks."""
