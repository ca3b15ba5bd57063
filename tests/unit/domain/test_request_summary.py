"""What a job shows of its request."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.request_summary import SHOWN, summary_of

TEXT = 2_000
"""Characters of a text that are shown."""


def test_a_short_request_is_shown_as_it_is() -> None:
    request = {"question": "Which law governs?", "contract_ids": ["contract_a"], "nested": {"list": [1, 2]}}
    assert summary_of(request) == request


def test_what_just_fits_is_shown_whole() -> None:
    request = {"ids": list(range(SHOWN)), "text": "x" * TEXT}
    assert summary_of(request) == request


def test_long_lists_and_texts_are_cut_and_counted_wherever_they_are() -> None:
    request = {"ids": [str(n) for n in range(10_000)], "deep": {"list": list(range(SHOWN + 1))}, "text": "x" * 2_500}
    summary = summary_of(request)
    assert summary["ids"] == [str(n) for n in range(SHOWN)]
    assert summary["omitted"] == {"/ids": 10_000 - SHOWN, "/deep/list": 1, "/text": 500}
    assert len(str(summary)) < 3_000


def test_what_is_in_the_shown_part_of_a_list_is_cut_too() -> None:
    request = {"files": [{"notes": "x" * (TEXT + 1)}, {"rows": list(range(SHOWN + 2))}] + [{}] * SHOWN}
    summary = summary_of(request)
    assert summary["omitted"] == {"/files": 2, "/files/0/notes": 1, "/files/1/rows": 2}
    assert summary["files"][1] == {"rows": list(range(SHOWN))}


def test_a_pointer_names_any_field_as_rfc_6901_says() -> None:
    assert summary_of({"a/b": {"c~d": list(range(SHOWN + 1))}})["omitted"] == {"/a~1b/c~0d": 1}


def test_the_request_itself_stays_whole() -> None:
    request = {"ids": list(range(100)), "deep": {"text": "x" * 5_000}}
    before = json.dumps(request)
    summary_of(request)
    assert json.dumps(request) == before


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("x" * (TEXT + 7)),
    lambda inner: st.lists(inner, max_size=SHOWN + 5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=40,
)


@given(st.dictionaries(st.text(max_size=5).filter(lambda name: name != "omitted"), values, max_size=4))
def test_every_pointer_leads_to_what_is_shown_of_a_longer_one(request: dict[str, Any]) -> None:
    summary = summary_of(request)
    omitted = summary.pop("omitted", {})
    assert list(summary) == list(request)
    for pointer, missing in omitted.items():
        whole, shown = found(request, pointer), found(summary, pointer)
        assert len(whole) == len(shown) + missing
        assert len(shown) == (SHOWN if isinstance(whole, list) else TEXT)
    if not omitted:
        assert summary == request


def found(document: Any, pointer: str) -> Any:
    """What a JSON pointer leads to."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document
