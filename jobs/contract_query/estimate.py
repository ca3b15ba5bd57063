"""What a query will take of the model, before it is asked anything."""

from collections.abc import Mapping
from typing import Any

from shared.job_types.capabilities import Estimate
from shared.job_types.values import Inputs

_QUESTION_TOKENS = 700
"""Of the instructions, the question and the schema of the answer."""

_SHOWN = 1.45
"""How much longer a text is as the JSON that the model sees: as for a comparison."""

_ANSWER_TOKENS = 250
"""Of an answer of three sentences with two quotes."""


def estimate_query(request: Mapping[str, Any], inputs: Inputs) -> Estimate:
    """The tokens of all questions and answers.

    Assumed is that each contract is shown whole at 1.45 times its length with 700 tokens of instructions, and answered
    in 250 tokens; that every question is asked once and nothing is cached or reused. A contract over the model's limit
    takes less, since only what fits is shown.
    """
    contracts = [inputs[contract_id].weight for contract_id in request["contract_ids"]]
    prompt = sum(_QUESTION_TOKENS + round(_SHOWN * contract) for contract in contracts)
    return Estimate(prompt, _ANSWER_TOKENS * len(contracts), request["modelSelection"])
