"""Scripts that are written from right to left, in the order in which they stand on the page."""

import re
import unicodedata

from bidi import algorithm

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_UNHEARD_OF = frozenset({"", "LRI", "RLI", "FSI", "PDI"})
"""What the library stops at: characters without a direction, and isolates, which are younger than it."""

_NEUTRAL = "\ufffd"


def has_right_to_left(text: str) -> bool:
    """Whether any of its letters are written so."""
    return _RIGHT_TO_LEFT.search(text) is not None


def reordered(text: str, *, right_to_left: bool) -> list[tuple[int, str]]:
    """The characters of a line from left to right, each with its place in the text; brackets are mirrored."""
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = (1, "R") if right_to_left else (0, "L")
    algorithm.get_embedding_levels("".join(map(_known, text)), storage)
    for place, entry in enumerate(storage["chars"]):
        entry["place"] = place
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    algorithm.reorder_resolved_levels(storage, debug=False)
    algorithm.apply_mirroring(storage, debug=False)
    turned = ((entry["place"], entry["ch"]) for entry in storage["chars"])
    return [(place, text[place] if sign == _NEUTRAL else sign) for place, sign in turned]


def _known(sign: str) -> str:
    """The sign, or one without a direction of its own in its place."""
    return _NEUTRAL if unicodedata.bidirectional(sign) in _UNHEARD_OF else sign
