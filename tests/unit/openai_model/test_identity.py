"""Who answers: another server, resource or model is another, whatever the same name says."""

from typing import Any

import pytest

from adapters.openai_model.model import openai_model
from adapters.system_clock import SystemClock
from adapters.tokens import O200kTokenCounter
from shared.ports.model import ModelSelection
from shared.settings import Settings

HERE: dict[str, Any] = {"openai_base_url": "https://Models.example:8443/v1/", "openai_api_key": "sk-test"}
AZURE: dict[str, Any] = {"azure_openai_endpoint": "https://one.openai.azure.com/", "azure_openai_api_key": "secret"}


def identity(selection: ModelSelection = "primary", **fields: Any) -> str:
    settings = Settings.model_validate({"model": "openai", "model_primary": "gpt-4.1", **fields})
    return openai_model(settings, O200kTokenCounter(), SystemClock()).identity(selection)


def test_it_names_server_and_model() -> None:
    assert identity(**HERE) == "openai:models.example:8443/v1/gpt-4.1"
    assert identity(openai_api_key="sk-test") == "openai:api.openai.com/v1/gpt-4.1"
    assert identity(**AZURE) == "azure:one.openai.azure.com/gpt-4.1"


@pytest.mark.parametrize(
    "fields",
    [
        HERE | {"openai_base_url": "https://elsewhere.example/v1"},
        HERE | {"openai_base_url": "https://models.example:8443/v2"},
        HERE | {"model_primary": "gpt-4.1-mini"},
        AZURE,
        AZURE | {"azure_openai_endpoint": "https://two.openai.azure.com/"},
    ],
)
def test_another_server_or_model_is_another(fields: dict[str, Any]) -> None:
    assert identity(**fields) != identity(**HERE)


def test_how_a_server_is_spoken_to_does_not_matter() -> None:
    assert identity(**HERE | {"openai_api_key": "sk-other"}) == identity(**HERE)
    assert identity(**AZURE, azure_openai_api_version="2025-01-01") == identity(**AZURE)
    assert "secret" not in identity(**HERE | {"openai_base_url": "https://name:secret@models.example/v1"})


def test_the_second_model_is_another_only_where_there_is_one() -> None:
    assert identity("secondary", **HERE) == identity(**HERE)
    assert identity("secondary", **HERE, model_secondary="o4-mini") == "openai:models.example:8443/v1/o4-mini"
