"""How Hypothesis runs in all tests."""

from hypothesis import settings

# No deadline, since a slow machine is no fault of a test; a test that needs more examples says so.
settings.register_profile("twimlkit", deadline=None, max_examples=50, print_blob=True)
settings.load_profile("twimlkit")
