import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain.job import (
    MAX_ITEMS,
    ItemOutcome,
    Job,
    Progress,
    Receipt,
    item_id,
    item_result_id,
)
from tests.fakes.builders import job, reference


@given(st.integers(0, MAX_ITEMS - 1), st.integers(0, MAX_ITEMS - 1))
def test_item_ids_sort_as_the_items_do(one: int, other: int) -> None:
    assert (item_id(one) < item_id(other)) == (one < other)
    assert (item_result_id("j", item_id(one)) < item_result_id("j", item_id(other))) == (one < other)


def test_a_job_is_the_same_after_it_was_stored() -> None:
    assert Job.model_validate_json(job().model_dump_json()) == job()


def test_a_reference_is_all_that_finds_a_job_again() -> None:
    assert job("job-7").reference == reference("job-7")


def test_a_percentage_beyond_100_is_refused() -> None:
    with pytest.raises(ValidationError):
        Progress(percentage=101)


def test_a_receipt_is_under_1_kb() -> None:
    receipt = Receipt(item_id=item_id(9_999), outcome=ItemOutcome.FAILED, tokens=10**9, seconds=1e6, error="x" * 300)
    assert len(json.dumps(receipt.model_dump(mode="json", exclude_none=True))) < 1_000
