"""The rules of the linter, by their subjects."""
