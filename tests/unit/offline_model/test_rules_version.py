"""Stored answers are used again as long as the rules give the same ones: the version must say when they do not."""

import hashlib
from itertools import pairwise

from adapters.offline_model.model import RULES_VERSION
from tests.unit.offline_model.contracts import SAMPLES, as_in_a_file

ANSWERS = {"1": "4410bf4df18f8dbc"}
"""By the version of the rules: the digest of what they answer about the samples."""


async def test_rules_that_answer_otherwise_have_another_version() -> None:
    texts = [file for file in sorted((SAMPLES / "contracts").iterdir()) if file.suffix in {".md", ".txt"}]
    names = [file.stem for file in texts]
    digest = hashlib.sha256()
    for standard, contract in pairwise(names):
        digest.update((await as_in_a_file(standard, contract)).encode())
    assert {RULES_VERSION: digest.hexdigest()[:16]} == ANSWERS, (
        "The offline model answers otherwise: count RULES_VERSION up, and note the digest of its answers here."
    )
