import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jobs.contract_comparison.request import ComparisonRequest, normalise_comparison, review_comparison
from tests.fakes.builders import STANDARD, request_body

names = st.from_regex(r"[A-Za-z0-9]{1,4}", fullmatch=True)


def request(**fields: object) -> ComparisonRequest:
    return ComparisonRequest.model_validate(request_body(1, **fields))


@given(st.lists(names, min_size=1, max_size=8))
def test_a_request_that_was_normalised_stays_as_it_is(others: list[str]) -> None:
    once = normalise_comparison(request(compareContractIds=others))
    if not once["compareContractIds"]:
        return
    assert normalise_comparison(ComparisonRequest.model_validate(once)) == once
    assert list(review_comparison(once).inputs) == [STANDARD, *once["compareContractIds"]]


@given(st.lists(names, min_size=1, max_size=8))
def test_every_contract_named_is_compared_once_in_the_order_of_its_first_mention(others: list[str]) -> None:
    stored = normalise_comparison(request(compareContractIds=others))["compareContractIds"]
    mentioned = dict.fromkeys(f"contract_{name}" for name in others)
    assert stored == [name for name in mentioned if name != STANDARD]


def test_a_contract_is_pointed_at_where_it_is_named_first() -> None:
    review = review_comparison(request_body(1, compareContractIds=["a", "b", "a"]))
    assert dict(review.inputs) == {
        STANDARD: "/standardContractId",
        "contract_a": "/compareContractIds/0",
        "contract_b": "/compareContractIds/1",
    }


def test_all_clauses_may_be_asked_for_in_a_word() -> None:
    assert normalise_comparison(request(selectedClauses="all"))["selectedClauses"] == "all"


@pytest.mark.parametrize("selected", ["some", 7, None, ["Payment", 3], {"all": True}])
def test_clauses_of_another_shape_are_one_fault_with_one_sentence(selected: object) -> None:
    with pytest.raises(ValidationError) as refused:
        request(selectedClauses=selected)
    (fault,) = refused.value.errors()
    assert fault["msg"] == 'Value error, Give a list of clause names, or "all".'


def test_the_name_of_an_unknown_clause_is_shown_shortened_and_the_known_ones_once() -> None:
    first, second = review_comparison(request_body(1, selectedClauses=["x" * 5_000, "y" * 5_000])).faults
    assert "Payment Terms" in first.message
    assert len(first.message) < 2_000
    assert len(second.message) < 100


@given(
    st.dictionaries(
        st.sampled_from(list(request_body(1))), st.recursive(st.none() | st.integers() | st.text(), st.lists)
    )
)
def test_a_body_of_any_shape_can_be_reviewed(body: dict[str, object]) -> None:
    assert all(fault.pointer.startswith("/") for fault in review_comparison(body).faults)
