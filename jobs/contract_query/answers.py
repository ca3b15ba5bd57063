"""The model's answer to a question, read with care, and its quotes looked up in the contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.answer_texts import parsed_answer
from jobs.contract_query.models import QueryAnswer, Quote, QuoteAnswer
from shared.domain.contract import Contract
from shared.domain.quotation import Quotable, clause_at, find_quote

_FEWEST_LETTERS = 3
"""Letters and figures of a passage: fewer stand in every text, by chance."""

_SYLLABLES_FROM = "\u1100"
"""The characters from which, in Korean, Chinese and Japanese, two may be a word."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """An answer, with the clauses that its question showed."""

    answer: QueryAnswer
    shown: Sequence[str]
    complete: bool


def read_answer(text: str, shown: Sequence[str], *, complete: bool) -> ReadAnswer:
    """The answer to a question that shows the clauses of these ids.

    Raises:
        InvalidAnswerError: it does not satisfy its schema.
    """
    return ReadAnswer(parsed_answer(QueryAnswer, text), shown, complete)


def checked_quotes(answer: QueryAnswer, contract: Contract) -> tuple[list[Quote], int]:
    """The quotes that hold, in reading order and each once, and how many do not.

    What is no passage, or not in the contract, does not hold; nor does what is quoted for that it is not stated.
    """
    if answer.status != "stated":
        return [], len(answer.quotes)
    text = Quotable(contract.text)
    kept: dict[tuple[int, int], Quote] = {}
    dropped = 0
    for quote in answer.quotes:
        place = _place_of(quote, text, contract)
        if place is None:
            dropped += 1
        else:
            kept[place] = _quote(contract, *place)
    return [kept[place] for place in sorted(kept)], dropped


def confidence_in(answer: QueryAnswer, kept: int, dropped: int) -> float:
    """The model's own confidence, by the share of its quotes that hold; none in what it states without showing it."""
    if kept + dropped:
        return round(answer.confidence * kept / (kept + dropped), 3)
    return 0.0 if answer.status == "stated" else answer.confidence


def _place_of(quote: QuoteAnswer, text: Quotable, contract: Contract) -> tuple[int, int] | None:
    letters = [letter for letter in quote.quote if letter.isalnum()]
    fewest = _FEWEST_LETTERS - all(letter >= _SYLLABLES_FROM for letter in letters)
    return find_quote(text, contract.clauses, quote.clause_id, quote.quote) if len(letters) >= fewest else None


def _quote(contract: Contract, start: int, end: int) -> Quote:
    clause = clause_at(contract.clauses, start)
    return Quote(
        clause_id=clause.clause_id if clause else "",
        clause_number=clause.number if clause else "",
        clause_heading=clause.heading if clause else "",
        text=contract.text[start:end],
        start=start,
        end=end,
    )
