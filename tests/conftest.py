"""What all tests share: how hypothesis looks for examples, and servers."""

import os

from hypothesis import settings

from tests.cosmos_servers import cosmos, plain_cosmos  # noqa: F401  fixtures

# CI sees the same examples on every run; a developer's machine looks for new ones.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")
