"""What all tests share: how hypothesis looks for examples."""

import os

from hypothesis import settings

# CI sees the same examples on every run; a developer's machine looks for new ones.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")
