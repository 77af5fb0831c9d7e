"""The benchmark: twimlkit beside its alternatives, in one run. `python -m tests.bench` prints a table."""
