"""Rooms can be described one by one."""

from collections.abc import Callable, Iterator

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31

from api.openapi.document import openapi_document
from api.openapi.operation import Operation
from api.openapi.rooms.control import control
from api.openapi.rooms.streams import streams
from tests.fakes.api_description import validator


@pytest.mark.parametrize("room", [control, streams])
def test_a_room_by_itself_makes_a_valid_document(room: Callable[[], Iterator[Operation]]) -> None:
    document = openapi_document(list(room()), "none")
    validator(OPENAPI_31).validate(document)
    assert len(document["paths"]) == 2
