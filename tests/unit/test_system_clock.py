import uuid
from datetime import timedelta

from adapters.system_clock import RandomIds, SystemClock


def test_ids_are_version_4_uuids_and_never_the_same() -> None:
    ids = RandomIds()
    drawn = [ids.new_id() for _ in range(1_000)]
    assert len(set(drawn)) == 1_000
    assert {uuid.UUID(drawn_id).version for drawn_id in drawn} == {4}


def test_two_sources_draw_different_ids() -> None:
    assert RandomIds().new_id() != RandomIds().new_id()


def test_the_time_is_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
