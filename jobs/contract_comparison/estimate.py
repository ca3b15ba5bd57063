"""What a comparison will take of the model, before it is asked anything."""

import math
from collections.abc import Mapping
from typing import Any

from jobs.contract_comparison.parts import FINDING_TOKENS
from jobs.contract_comparison.prompt import MAX_TOKENS
from shared.job_types.capabilities import Estimate
from shared.job_types.values import Inputs

_QUESTION_TOKENS = 1_000
"""Of the instructions and the schema of the answer."""

_TOKENS_PER_CLAUSE = 100
"""Of a clause's text: in the sample contracts and in real ones 30 to 200, mostly."""

_SHOWN = 1.45
"""How much longer a text is as the JSON that the model sees, with 45 tokens around each clause."""

_CLAUSES_PER_QUESTION = MAX_TOKENS // FINDING_TOKENS


def estimate_comparison(request: Mapping[str, Any], inputs: Inputs) -> Estimate:
    """The tokens of all questions and answers.

    Assumed is that a text has a clause for every 100 tokens; that a question shows standard and contract at 1.45 times
    their length, with 1,000 tokens of instructions; that a standard of more than 40 clauses is asked about in parts,
    each with the whole contract; that an answer has a finding of 150 tokens for every clause of the longer of the two,
    and at most 6,000 tokens a question; that every question is asked once and nothing is cached or reused. Measured
    against the questions about 36 contracts of 200 to 30,000 tokens, prompts are met within a third.
    """
    standard = inputs[request["standardContractId"]].weight
    # Not rounded up: whether a standard near the bound is one part or two, its length does not tell.
    parts = max(1.0, _clauses(standard) / _CLAUSES_PER_QUESTION)
    prompt = completion = 0
    for contract_id in request["compareContractIds"]:
        contract = inputs[contract_id].weight
        prompt += round(parts * (_QUESTION_TOKENS + _SHOWN * contract) + _SHOWN * standard)
        completion += min(round(parts * MAX_TOKENS), FINDING_TOKENS * _clauses(max(standard, contract)))
    return Estimate(prompt, completion, request["modelSelection"])


def _clauses(tokens: int) -> int:
    return max(1, math.ceil(tokens / _TOKENS_PER_CLAUSE))
