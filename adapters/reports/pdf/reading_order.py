"""Scripts that are written from right to left, in the order in which they stand on the page."""

import re

from bidi import algorithm

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def has_right_to_left(text: str) -> bool:
    """Whether any of its letters are written so."""
    return _RIGHT_TO_LEFT.search(text) is not None


def reordered(text: str, *, right_to_left: bool) -> list[tuple[int, str]]:
    """The characters of a line from left to right, each with its place in the text; brackets are mirrored."""
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = (1, "R") if right_to_left else (0, "L")
    algorithm.get_embedding_levels(text, storage)
    for place, entry in enumerate(storage["chars"]):
        entry["place"] = place
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    algorithm.reorder_resolved_levels(storage, debug=False)
    algorithm.apply_mirroring(storage, debug=False)
    return [(entry["place"], entry["ch"]) for entry in storage["chars"]]
