"""The titles of results, as people give them and as they are searched."""

import unicodedata
from typing import Annotated

from pydantic import StringConstraints

MAX_TITLE_CHARACTERS = 200

Title = Annotated[
    str,
    StringConstraints(
        strict=True,
        strip_whitespace=True,
        min_length=1,
        max_length=MAX_TITLE_CHARACTERS,
        pattern=r"^[^\x00-\x1f\x7f-\x9f]*$",
    ),
]
"""One line that a person chose; white space around it is dropped."""

ContractTitle = Annotated[str, StringConstraints(max_length=500)]
"""As a result tells it; contracts are stored with shorter ones."""

Description = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, max_length=2_000)]
"""A few sentences, of more lines if need be."""


def folded(text: str) -> str:
    """The text without what a search overlooks: case, and in how many characters an accented letter is written."""
    # Unicode's compatibility caseless match (D146): what is taken apart may have capitals again.
    once = unicodedata.normalize("NFKD", unicodedata.normalize("NFD", text).casefold())
    return unicodedata.normalize("NFKC", once.casefold())
