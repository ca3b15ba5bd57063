"""Answers a question about a contract: the task `contract_query`."""

import re
from collections.abc import Sequence

from adapters.offline_model.query.question import read_question
from adapters.offline_model.query.scoring import Scorer
from adapters.offline_model.query.sentences import Sentence, sentences_of
from adapters.offline_model.query.variables import QueryVariables
from jobs.contract_query.models import QueryAnswer, QuoteAnswer

_STATED = 0.52
"""The score from which a sentence answers the question."""
_BESIDE = 0.9
"""The share of the best score from which another sentence is quoted beside it."""
_MAX_QUOTES = 3
_BOLD = re.compile(r"\*\*([^*]{1,400}?)\*\*")
"""Marks that a Markdown file leaves around a heading: right in a quote, and in the way in an answer."""


def answer_question(variables: QueryVariables) -> QueryAnswer:
    """The sentences that answer the question, or that none does. Deterministic; linear in the text's length."""
    return answer_from(list(sentences_of(variables.contract.clauses)), variables.question)


def answer_from(sentences: Sequence[Sentence], question: str) -> QueryAnswer:
    """The same from a contract's sentences, for who asks more than one question about them."""
    sought = read_question(question)
    scorer = Scorer(sought, sentences)
    scored = [(scorer.score(sentence, place), place) for place, sentence in enumerate(sentences)]
    best = max((score for score, _ in scored), default=0.0)
    if best < _STATED:
        return QueryAnswer(
            answer="No sentence was found that answers the question.",
            status="not_stated",
            confidence=round(max(0.0, 1 - best / _STATED / 2), 3),
            quotes=[],
        )
    ranked = sorted(scored, key=lambda one: (-one[0], one[1]))[:_MAX_QUOTES]
    chosen = [sentences[place] for score, place in ranked if score >= _BESIDE * best]
    quotes = [QuoteAnswer(clause_id=one.clause.clause_id, quote=one.text) for one in chosen]
    return QueryAnswer(
        answer=_BOLD.sub(r"\1", " ".join(chosen[0].text.split())),
        status="stated",
        confidence=round(min(1.0, best), 3),
        quotes=quotes,
    )
