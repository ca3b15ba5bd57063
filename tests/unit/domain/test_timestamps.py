from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.timestamps import iso
from tests.fakes.builders import job
from tests.fakes.clock import START

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=zones)  # noqa: DTZ001 - bounds are bare


@given(moments, moments)
def test_the_order_of_the_texts_is_the_order_of_the_moments(one: datetime, other: datetime) -> None:
    assert (iso(one) < iso(other)) == (one < other)
    assert (iso(one) == iso(other)) == (one == other)


@given(moments)
def test_a_text_is_read_back_as_the_same_moment(moment: datetime) -> None:
    assert datetime.fromisoformat(iso(moment)) == moment


def test_a_moment_of_another_zone_is_written_in_utc() -> None:
    assert iso(datetime(2026, 1, 31, 9, 30, tzinfo=timezone(timedelta(hours=1)))) == "2026-01-31T08:30:00.000000Z"


def test_documents_carry_moments_in_that_form_and_read_them_back() -> None:
    written = job().model_dump(mode="json")
    assert written["created_date"] == "2026-01-31T08:30:00.000000Z"
    assert written["started_date"] is None
    read = type(job()).model_validate(written)
    assert (read, read.created_date.tzinfo is not None) == (job(), True)
    assert read.created_date == START.astimezone(UTC)
