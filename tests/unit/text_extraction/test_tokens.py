import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.tokens import O200kTokenCounter

COUNT = O200kTokenCounter().count


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("hello world", 2), ("indemnification", 3), ("\n\n", 1)])
def test_tokens_are_those_of_o200k_base(text: str, tokens: int) -> None:
    assert COUNT(text) == tokens


def test_text_that_spells_a_special_token_is_counted_as_text() -> None:
    assert COUNT("<|endoftext|>") == 7


def test_a_text_of_over_a_million_characters_is_counted() -> None:
    assert COUNT("word " * 250_000) == pytest.approx(250_001, abs=5)
    assert COUNT("a" * 1_200_000) == 150_000


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_text_has_a_count_between_none_and_its_bytes(text: str) -> None:
    assert (COUNT(text) > 0) == bool(text)
    assert COUNT(text) <= len(text.encode("utf-8", "surrogatepass"))


def test_importing_the_counter_and_the_extractor_loads_no_slow_library() -> None:
    code = (
        "import sys, adapters.tokens, adapters.text_extraction\n"
        "print([name for name in ('bpe_openai', 'pypdf', 'docx', 'lxml') if name in sys.modules])"
    )
    ran = subprocess.run(  # noqa: S603 - the interpreter itself, with fixed arguments
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert ran.stdout.strip() == "[]"
