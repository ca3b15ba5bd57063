from pathlib import Path

import pytest

from shared.settings import ModelPrice, Settings, SettingsError, load_settings

OPENAI = {"MODEL": "openai", "MODEL_PRIMARY": "gpt-4.1", "OPENAI_API_KEY": "sk-secret"}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings(environment)
    return str(refused.value)


def test_without_any_setting_the_app_runs_on_a_laptop() -> None:
    settings = load_settings({"PATH": "/bin"})
    assert settings == Settings()
    assert (settings.store, settings.blobs, settings.model, settings.item_attempts) == (
        "sqlite",
        "folder",
        "offline",
        3,
    )


def test_settings_are_read_from_variables_in_capitals() -> None:
    given = {"STORE": "memory", "SQLITE_PATH": "here.db", "MODEL_TIMEOUT_SECONDS": "2.5", "ITEM_ATTEMPTS": "1"}
    settings = load_settings(given | {"store": "nowhere"})
    assert (settings.store, settings.sqlite_path) == ("memory", Path("here.db"))
    assert (settings.model_timeout_seconds, settings.item_attempts) == (2.5, 1)


def test_the_storage_account_has_the_name_that_the_functions_host_gives_it() -> None:
    settings = load_settings({"AzureWebJobsStorage": "UseDevelopmentStorage=true", "AZUREWEBJOBSSTORAGE": "other"})
    assert settings.storage_connection.get_secret_value() == "UseDevelopmentStorage=true"
    by_identity = load_settings({"AzureWebJobsStorage__queueServiceUri": "https://account.queue.core.windows.net"})
    assert by_identity.storage_queue_url == "https://account.queue.core.windows.net"


def test_an_account_by_its_name_is_found_at_its_addresses_in_azure() -> None:
    settings = load_settings({"AzureWebJobsStorage__accountName": "ledger", "BLOBS": "storage"})
    assert settings.storage_url("queue") == "https://ledger.queue.core.windows.net"
    assert settings.storage_url("blob") == "https://ledger.blob.core.windows.net"
    elsewhere = {"AzureWebJobsStorage__queueServiceUri": "https://queues.internal"}
    assert load_settings(elsewhere | {"AzureWebJobsStorage__accountName": "ledger"}).storage_url("queue") == (
        "https://queues.internal"
    )
    assert Settings().storage_url("queue") == ""


def test_everything_wrong_is_named_at_once_by_its_variable() -> None:
    given = {
        "STORE": "cloud",
        "MODEL_TIMEOUT_SECONDS": "0",
        "ITEM_ATTEMPTS": "many",
        "AUTH_MODE": "",
        "COSMOS_ENDPOINT": "account.documents.azure.com",
        "MODEL_PRICES": "cheap",
    }
    message = refusal(given | {"MODEL": "openai", "BLOBS": "storage"})
    assert all(f"{name}: " in message for name in given)
    assert "'sqlite', 'cosmos' or 'memory'" in message
    assert "greater than 0" in message
    assert all(f"{name}: needed when" in message for name in ("MODEL_PRIMARY", "OPENAI_API_KEY", "AzureWebJobsStorage"))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"STORE": "cosmos"}, ["COSMOS_ENDPOINT"]),
        ({"STORE": "cosmos", "COSMOS_ENDPOINT": ""}, ["COSMOS_ENDPOINT"]),
        ({"BLOBS": "storage"}, ["AzureWebJobsStorage"]),
        ({"BLOBS": "storage", "AzureWebJobsStorage": "QueueEndpoint=http://127.0.0.1:1"}, ["AzureWebJobsStorage"]),
        ({"AUTH_MODE": "jwt", "JWT_ISSUER": "i"}, ["JWT_AUDIENCE", "JWT_JWKS_URL"]),
        ({"MODEL": "openai"}, ["MODEL_PRIMARY", "OPENAI_API_KEY"]),
        ({"MODEL": "openai", "AZURE_OPENAI_ENDPOINT": "https://account.openai.azure.com"}, ["MODEL_PRIMARY"]),
    ],
)
def test_what_a_choice_needs_is_asked_for(given: dict[str, str], missing: list[str]) -> None:
    message = refusal(given)
    assert message.count("needed when") == len(missing)
    assert all(f"{name}: needed when" in message for name in missing)


def test_openai_and_azure_openai_are_not_both_chosen() -> None:
    both = {"AZURE_OPENAI_ENDPOINT": "https://account.openai.azure.com", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    assert "OPENAI_BASE_URL: not together with AZURE_OPENAI_ENDPOINT" in refusal(OPENAI | both)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COSMOS_KEY", "abc"),
        ("COSMOS_ENDPOINT", "https:// /"),
        ("AzureWebJobsStorage", "garbage"),
        ("AzureWebJobsStorage__queueServiceUri", "http://account.queue.core.windows.net"),
        ("AzureWebJobsStorage__blobServiceUri", "account"),
        ("OPENAI_BASE_URL", "nonsense"),
        ("AZURE_OPENAI_ENDPOINT", "account.openai.azure.com"),
        ("ITEM_TIMEOUT_SECONDS", "5"),
        ("REALTIME_TOKEN_BUDGET", "8000"),
        ("JWT_JWKS_URL", "http://issuer.example/keys"),
        ("JWT_JWKS_URL", "http://localhost.example/keys"),
        ("MODEL_PRICES", '{"a": {"prompt": Infinity, "completion": 1}}'),
    ],
)
def test_what_could_only_fail_later_is_refused_at_the_start(name: str, value: str) -> None:
    assert f"{name}" in refusal({name: value})


def test_white_space_around_a_setting_is_no_setting() -> None:
    assert "MODEL_PRIMARY: needed" in refusal(OPENAI | {"MODEL_PRIMARY": " "})
    assert "OPENAI_API_KEY: needed" in refusal(OPENAI | {"OPENAI_API_KEY": " "})
    assert load_settings(OPENAI | {"MODEL_PRIMARY": " gpt-4.1\n"}).model_primary == "gpt-4.1"


def test_production_needs_no_more_than_its_own_settings() -> None:
    cosmos = {"STORE": "cosmos", "COSMOS_ENDPOINT": "https://account.documents.azure.com:443/"}
    settings = load_settings(
        OPENAI | cosmos | {"AzureWebJobsStorage": "AccountName=ledger;AccountKey=a2V5", "BLOBS": "storage"}
    )
    assert (settings.store, settings.blobs, settings.model) == ("cosmos", "storage", "openai")


def test_prices_are_a_table_of_dollars_a_million_tokens() -> None:
    settings = load_settings({"MODEL_PRICES": '{"gpt-4.1": {"prompt": 2, "cached": 0.5, "completion": 8}}'})
    assert settings.model_prices == {"gpt-4.1": ModelPrice(prompt=2.0, cached=0.5, completion=8.0)}


@pytest.mark.parametrize("prices", ['{"a": {"prompt": -1, "completion": 1}}', '{"a": {"prompt": 1}}', "[]", "{"])
def test_a_table_of_prices_that_is_none_is_refused_with_the_place(prices: str) -> None:
    assert "MODEL_PRICES" in refusal({"MODEL_PRICES": prices})


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "601"])
@pytest.mark.parametrize("name", ["MODEL_TIMEOUT_SECONDS", "ITEM_TIMEOUT_SECONDS"])
def test_a_timeout_is_a_number_of_seconds_within_ten_minutes(name: str, seconds: str) -> None:
    assert name in refusal({name: seconds})


def test_a_message_about_settings_does_not_repeat_their_values() -> None:
    assert "secret" not in refusal(
        {"STORE": "AccountKey=secret", "COSMOS_ENDPOINT": "secret", "MODEL_PRICES": "secret"}
    )


def test_settings_do_not_show_their_secrets() -> None:
    given = {
        "COSMOS_KEY": "c2VjcmV0secret++",
        "AzureWebJobsStorage": "AccountName=a;AccountKey=secret",
        "AZURE_OPENAI_API_KEY": "secret",
    }
    settings = load_settings(OPENAI | given)
    assert "secret" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_a_selection_means_the_model_that_is_set_for_it_and_the_primary_one_without() -> None:
    both = load_settings(OPENAI | {"MODEL_PRIMARY": "large", "MODEL_SECONDARY": "small"})
    assert (both.model_behind("primary"), both.model_behind("secondary")) == ("large", "small")
    one = load_settings(OPENAI | {"MODEL_PRIMARY": "large"})
    assert one.model_behind("secondary") == "large"


def test_no_selection_means_a_model_with_a_price_while_the_offline_one_answers() -> None:
    assert load_settings({"MODEL_PRIMARY": "large"}).model_behind("primary") == ""


def test_a_store_in_memory_is_refused_where_several_processes_would_each_have_their_own() -> None:
    assert "STORE: memory is of one process" in refusal({"STORE": "memory", "FUNCTIONS_WORKER_PROCESS_COUNT": "2"})
    assert load_settings({"STORE": "sqlite", "FUNCTIONS_WORKER_PROCESS_COUNT": "2"}).worker_processes == 2
