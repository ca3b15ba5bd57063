import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contract import is_contract_id, normalise_contract_id
from tests.fakes.builders import contract


@given(st.text())
def test_normalising_an_id_twice_is_normalising_it_once(raw: str) -> None:
    once = normalise_contract_id(raw)
    assert normalise_contract_id(once) == once


@given(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,118}[A-Za-z0-9_-])?", fullmatch=True))
def test_an_id_may_be_given_with_its_prefix_or_without(bare: str) -> None:
    assert is_contract_id(normalise_contract_id(bare))
    assert normalise_contract_id(f" contract_{bare}\n") == f"contract_{bare}"


@pytest.mark.parametrize("raw", ["", " ", "a b", "a/b", "a~b", "ä", "-a", "a.", "a" * 121, "a\n", "a\x00"])
def test_what_cannot_name_a_contract_is_told(raw: str) -> None:
    assert not is_contract_id(f"contract_{raw}")


def test_a_header_is_the_contract_without_its_text() -> None:
    whole = contract("contract_a")
    header = whole.header.model_dump()
    assert header == {name: value for name, value in whole.model_dump().items() if name not in ("text", "clauses")}
