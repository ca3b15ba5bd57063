"""Documents carry the version of their schema."""

from typing import Any

import pytest

from adapters.documents.versioned import VersionedContainer
from adapters.memory.documents import MemoryDatabase
from shared.domain.upgrades import SCHEMA_VERSION
from shared.errors import PermanentError
from shared.ports.documents import Query

OLD_ITEM = {"id": "job-1:00000", "type": "item_result", "user_id": "ann", "contract_id": "contract_a"}


def containers() -> tuple[VersionedContainer, Any]:
    """The container, and what is behind it."""
    behind = MemoryDatabase().container("analysis_results")
    return VersionedContainer(behind), behind


async def test_what_is_written_has_the_version_and_what_is_read_has_not() -> None:
    container, behind = containers()
    etag = await container.create("ann", {"id": "1", "user_id": "ann", "type": "x"})
    etag = await container.replace("ann", {"id": "1", "user_id": "ann", "type": "y"}, etag)
    await container.upsert("ann", {"id": "2", "user_id": "ann", "type": "y"})
    for name in ("1", "2"):
        stored = await behind.read("ann", name)
        assert stored.body["schema_version"] == SCHEMA_VERSION
        found = await container.read("ann", name)
        assert found is not None
        assert found.body == {"id": name, "user_id": "ann", "type": "y"}
    patched = await container.patch("ann", "1", assign={"type": "z"})
    assert patched == {"id": "1", "user_id": "ann", "type": "z"}


async def test_a_document_without_a_version_is_upgraded_and_written_in_the_new_one() -> None:
    container, behind = containers()
    await behind.create("ann", OLD_ITEM)
    found = await container.read("ann", "job-1:00000")
    assert found is not None
    assert found.body == OLD_ITEM | {"subject": "contract_a"}
    await container.replace("ann", found.body, found.etag)
    assert (await behind.read("ann", "job-1:00000")).body["schema_version"] == SCHEMA_VERSION


async def test_a_listing_of_some_fields_is_upgraded_and_has_no_others() -> None:
    container, behind = containers()
    await behind.create("ann", OLD_ITEM)
    page = await container.query(Query(fields=["contract_id", "subject"]), "ann")
    assert page.documents == [{"id": "job-1:00000", "contract_id": "contract_a", "subject": "contract_a"}]


async def test_a_document_of_a_later_version_is_refused_with_what_to_do() -> None:
    container, behind = containers()
    await behind.create("ann", {"id": "1", "user_id": "ann", "type": "x", "schema_version": SCHEMA_VERSION + 1})
    for act in (container.read("ann", "1"), container.query(Query(), "ann")):
        with pytest.raises(PermanentError, match="Deploy that version again, or a newer one"):
            await act
