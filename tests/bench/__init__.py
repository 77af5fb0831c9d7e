"""The benchmark: twimlkit beside what else there is, in one run. `python -m tests.bench` prints a table."""
