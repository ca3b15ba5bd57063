"""What all tests share: how hypothesis looks for examples, and the servers."""

import os

from hypothesis import settings

from tests.cosmos_servers import cosmos, plain_cosmos
from tests.storage_servers import azurite

__all__ = ["azurite", "cosmos", "plain_cosmos"]

# CI sees the same examples on every run; a developer's machine looks for new ones.
settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("project")
