from pathlib import Path

import pytest

from shared.settings import Settings, SettingsError, load_settings


def test_without_any_setting_the_app_runs_on_a_laptop() -> None:
    settings = load_settings({"PATH": "/bin"})
    assert settings == Settings()
    assert (settings.store, settings.model, settings.item_attempts) == ("sqlite", "offline", 3)


def test_settings_are_read_from_variables_in_capitals() -> None:
    given = {"STORE": "memory", "SQLITE_PATH": "here.db", "MODEL_TIMEOUT_SECONDS": "2.5", "ITEM_ATTEMPTS": "1"}
    settings = load_settings(given | {"store": "nowhere"})
    assert (settings.store, settings.sqlite_path) == ("memory", Path("here.db"))
    assert (settings.model_timeout_seconds, settings.item_attempts) == (2.5, 1)


def test_everything_wrong_is_named_at_once_by_its_variable() -> None:
    given = {"STORE": "cloud", "MODEL_TIMEOUT_SECONDS": "0", "ITEM_ATTEMPTS": "many", "AUTH_MODE": ""}
    with pytest.raises(SettingsError) as refused:
        load_settings(given)
    message = str(refused.value)
    assert all(f"{name}: " in message for name in given)
    assert "'sqlite', 'cosmos' or 'memory'" in message
    assert "greater than 0" in message


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "601"])
def test_a_timeout_is_a_number_of_seconds_within_ten_minutes(seconds: str) -> None:
    with pytest.raises(SettingsError, match="MODEL_TIMEOUT_SECONDS"):
        load_settings({"MODEL_TIMEOUT_SECONDS": seconds})


def test_a_message_about_settings_does_not_repeat_their_values() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({"STORE": "AccountKey=secret"})
    assert "secret" not in str(refused.value)
