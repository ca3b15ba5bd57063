"""Items that are about one contract each."""

from collections.abc import Iterator, Sequence
from typing import Any

from shared.domain.job import Item
from shared.domain.words import Words
from shared.job_types.values import Inputs, JsonObject

LABEL = "contract_id"
WORDS = Words(item="contract", items="contracts", done="analysed")


def contract_items(contract_ids: Sequence[str], inputs: Inputs) -> Iterator[Item]:
    """An item for each contract, with its title for people and its tokens as the weight."""
    for index, contract_id in enumerate(contract_ids):
        header = inputs.get(contract_id)
        title, weight = (header.title, header.weight) if header else (contract_id, 0)
        yield Item.at(index, title, {LABEL: contract_id}, weight)


def contract_of(item: Item) -> str:
    """The id of the contract that the item is about."""
    return str(item.input[LABEL])


def readdressed(content: JsonObject, item: Item, title: str) -> dict[str, Any]:
    """What was found out about an equal contract as this contract's."""
    return {**content, "contract_id": contract_of(item), "contract_title": title}
