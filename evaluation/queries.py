"""Questions answered by the offline model, against the expert annotations of CUAD."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from adapters.offline_model.query.answering import answer_from
from adapters.offline_model.query.sentences import sentences_of
from evaluation.cuad import AnnotatedContract, Span
from evaluation.questions import QUESTIONS
from jobs.contract_query.models import QueryAnswer
from shared.domain.clauses import Clause
from shared.domain.quotation import Quotable, find_quote
from shared.domain.segmentation import segment


@dataclass(slots=True)
class Tally:
    """What came of one question over several contracts."""

    answerable: int = 0
    """Contracts in which experts marked a passage."""
    right: int = 0
    """Of those, where a quoted passage overlaps a marked one."""
    silent: int = 0
    """Contracts in which experts marked none."""
    rightly_silent: int = 0
    """Of those, where the answer is "not stated"."""
    stated: int = 0
    """Answers other than "not stated"."""

    @property
    def not_stated(self) -> int:
        """Answers "not stated"."""
        return self.answerable + self.silent - self.stated


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question to one contract."""

    contract: str
    category: str
    expected: Sequence[Span]
    answer: QueryAnswer
    places: Sequence[tuple[int, int]] = field(default=())

    @property
    def is_right(self) -> bool:
        """Whether a quoted passage overlaps one that experts marked."""
        return any(start < span.end and span.start < end for span in self.expected for start, end in self.places)


def outcomes_of(contract: AnnotatedContract) -> list[Outcome]:
    """Every question to one contract, in the order of the categories."""
    clauses = segment(contract.text)
    sentences, text = list(sentences_of(clauses)), Quotable(contract.text)
    found: list[Outcome] = []
    for category, question in QUESTIONS.items():
        answer = answer_from(sentences, question)
        expected = [span for span in contract.spans if span.category == category]
        found.append(Outcome(contract.name, category, expected, answer, _places(answer, text, clauses)))
    return found


def tallied(outcomes: Iterable[Outcome]) -> dict[str, Tally]:
    """The outcomes counted by category."""
    tallies = {category: Tally() for category in QUESTIONS}
    for outcome in outcomes:
        tally = tallies[outcome.category]
        tally.stated += outcome.answer.status == "stated"
        if outcome.expected:
            tally.answerable += 1
            tally.right += outcome.is_right
        else:
            tally.silent += 1
            tally.rightly_silent += outcome.answer.status == "not_stated"
    return tallies


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of several."""
    summed = Tally()
    for one in tallies:
        summed.answerable += one.answerable
        summed.right += one.right
        summed.silent += one.silent
        summed.rightly_silent += one.rightly_silent
        summed.stated += one.stated
    return summed


def _places(answer: QueryAnswer, text: Quotable, clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """Where the quotes stand; one that stands nowhere is a defect of the offline model."""
    places = [find_quote(text, clauses, quote.clause_id, quote.quote) for quote in answer.quotes]
    if None in places:
        raise ValueError("The offline model quoted what is not in the contract.")
    return [place for place in places if place]
