"""What a job shows of its request: long lists and texts only by how much there is in them."""

from typing import Any

SHOWN = 20
"""Elements of a list that are shown."""

_SHOWN_CHARACTERS = 2_000
"""Of a text."""


def summary_of(request: dict[str, Any]) -> dict[str, Any]:
    """The request with the first elements of its long lists; `omitted` says how many are missing, by JSON pointer."""
    omitted: dict[str, int] = {}
    summary = {name: _shortened(value, f"/{name}", omitted) for name, value in request.items()}
    return summary | ({"omitted": omitted} if omitted else {})


def _shortened(value: Any, pointer: str, omitted: dict[str, int]) -> Any:
    if isinstance(value, list):
        if len(value) > SHOWN:
            omitted[pointer] = len(value) - SHOWN
        return [_shortened(entry, f"{pointer}/{n}", omitted) for n, entry in enumerate(value[:SHOWN])]
    if isinstance(value, dict):
        return {name: _shortened(inner, f"{pointer}/{name}", omitted) for name, inner in value.items()}
    if isinstance(value, str) and len(value) > _SHOWN_CHARACTERS:
        omitted[pointer] = len(value) - _SHOWN_CHARACTERS
        return value[:_SHOWN_CHARACTERS]
    return value
