"""A job type with nothing but `Work`, and what is refused."""

import pytest

from shared.job_types.values import Request
from shared.ports.inputs import InputHeader
from tests.fakes.job_types import NAME, ScriptedRequest, ScriptedWork, scripted_type

PLAIN = scripted_type(ScriptedWork())


class Naming(ScriptedWork):
    """Its request names files."""

    def inputs(self, request: Request) -> dict[str, str]:
        return {name: f"/files/{n}" for n, name in enumerate(request["files"])}


def test_a_plain_type_has_what_every_type_has() -> None:
    request = PLAIN.normalise(ScriptedRequest(items=3))
    assert request == {"items": 3}
    assert (PLAIN.result_type, PLAIN.user_of(request), PLAIN.user_of(PLAIN.with_user(request, "ann"))) == (
        NAME,
        "system",
        "ann",
    )
    assert dict(PLAIN.review({"items": "x"}).inputs) == {}
    assert PLAIN.title_of(request, {}) == "Scripted"
    assert PLAIN.assemble({"id": "r"}, [{"number": 1}]) == {"id": "r", "items": [{"number": 1}]}


def test_a_title_names_what_the_request_names() -> None:
    kind = scripted_type(Naming())
    inputs = {"file_a": InputHeader("awards.csv")}
    assert kind.title_of({"files": ["file_a"]}, inputs) == "Scripted: awards.csv"
    assert kind.title_of({"files": ["file_a", "file_b"]}, inputs) == "Scripted: awards.csv and 1 more"
    assert kind.title_of({"files": ["file_b"]}, inputs) == "Scripted: file_b"


@pytest.mark.parametrize("label", ["job_id", "outcome", "user_id", "content"])
def test_a_label_that_would_hide_a_field_of_every_item_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=label):
        scripted_type(ScriptedWork(), labels=("file_id", label))
