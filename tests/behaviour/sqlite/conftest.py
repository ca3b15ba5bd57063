from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.sqlite.documents import SqliteDatabase


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "documents.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SqliteDatabase]:
    database = SqliteDatabase(path, busy_timeout_s=0.05)
    yield database
    await database.close()
