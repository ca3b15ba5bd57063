"""What a job shows of its request."""

from shared.domain.request_summary import SHOWN, summary_of


def test_a_short_request_is_shown_as_it_is() -> None:
    request = {"question": "Which law governs?", "contract_ids": ["contract_a"], "nested": {"list": [1, 2]}}
    assert summary_of(request) == request


def test_long_lists_and_texts_are_cut_and_counted_wherever_they_are() -> None:
    request = {"ids": [str(n) for n in range(10_000)], "deep": {"list": list(range(SHOWN + 1))}, "text": "x" * 2_500}
    summary = summary_of(request)
    assert summary["ids"] == [str(n) for n in range(SHOWN)]
    assert summary["omitted"] == {"/ids": 10_000 - SHOWN, "/deep/list": 1, "/text": 500}
    assert len(str(summary)) < 3_000
