"""How long the titles may be that a saved answer gives its contracts."""

import pytest

from shared.errors import InvalidRequestError
from shared.services.result_review import read_draft
from tests.fakes.builders import other
from tests.fakes.responses import comparison_response, query_response
from tests.fakes.services import real_time_of

LONGEST = "x" * 500


@pytest.mark.parametrize("title", [LONGEST, LONGEST + "x"])
def test_a_comparison_is_kept_whose_titles_have_at_most_five_hundred_characters(title: str) -> None:
    response = comparison_response(other(1))
    response["results"]["comparisons"][0]["contract_title"] = title
    assert _faults("contract_comparison", response) == (
        [] if title == LONGEST else ["/results/results/comparisons/0/contract_title"]
    )


@pytest.mark.parametrize("title", [LONGEST, LONGEST + "x"])
def test_answers_are_kept_whose_titles_have_at_most_five_hundred_characters(title: str) -> None:
    response = query_response(other(1))
    response["table"][0]["contract_title"] = response["answers"][0]["contract_title"] = title
    assert _faults("contract_query", response) == (
        [] if title == LONGEST else ["/results/answers/0/contract_title", "/results/table/0/contract_title"]
    )


def _faults(job_type: str, response: dict[str, object]) -> list[str]:
    try:
        read_draft(real_time_of(job_type), {"results": response}, None)
    except InvalidRequestError as error:
        return sorted(fault.pointer for fault in error.faults)
    return []
