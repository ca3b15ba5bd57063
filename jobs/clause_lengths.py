"""How long clauses are for a model, estimated from the whole text's tokens, so that nothing has to be counted here."""

from collections.abc import Iterator, Sequence

from shared.domain.clauses import Clause
from shared.domain.contract import Contract

CLAUSE_TOKENS = 60
"""Of the JSON around a clause's text: its id, type, number and heading."""

SMALLEST_CHARACTERS = 400
"""A clause shorter than this is not cut: half of a sentence says too little."""

_USUAL_DENSITY = 0.3


def density_of(contract: Contract) -> float:
    """Tokens a character."""
    known = contract.text_characters and contract.text_tokens
    return contract.text_tokens / contract.text_characters if known else _USUAL_DENSITY


def length_of(clauses: Sequence[Clause], density: float) -> float:
    """Tokens of the clauses as a question shows them."""
    return sum(CLAUSE_TOKENS + len(clause.text) * density for clause in clauses)


def pieces(clause: Clause, characters: int) -> Iterator[Clause]:
    """The clause, or pieces of at most so many characters of its text, each under its id."""
    if len(clause.text) <= characters:
        yield clause
        return
    for start in range(0, len(clause.text), characters):
        text = clause.text[start : start + characters]
        place = clause.start + start
        body = max(0, min(len(text), clause.body_offset - start))
        yield clause.model_copy(update={"text": text, "start": place, "end": place + len(text), "body_offset": body})
