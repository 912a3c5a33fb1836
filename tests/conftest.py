"""What holds for every test: properties are tried on the same examples each time, and not timed."""

from hypothesis import settings

settings.register_profile("playground", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("playground")
