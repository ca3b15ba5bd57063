"""The model's answer to a question, read with care, and its quotes looked up in the contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobs.answer_texts import parsed_answer
from jobs.contract_query.models import QueryAnswer, Quote, QuoteAnswer
from shared.domain.contract import Contract
from shared.domain.quotation import Quotable, clause_at, find_quote


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


def checked_quotes(quotes: Sequence[QuoteAnswer], contract: Contract) -> tuple[list[Quote], int]:
    """The quotes that stand in the contract, in reading order and each once, and how many do not."""
    text = Quotable(contract.text)
    kept: dict[tuple[int, int], Quote] = {}
    dropped = 0
    for quote in quotes:
        place = find_quote(text, contract.clauses, quote.clause_id, quote.quote)
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
