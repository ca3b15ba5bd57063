import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from devhost import Host, HostSettings, StartError
from devhost.queues.options import QueueOptions
from devhost.settings import apply_to_environment, read_host_json, read_local_settings

EMPTY_APP = "import azure.durable_functions as df\napp = df.DFApp()\n"


def _write(folder: Path, name: str, document: Any) -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def test_host_json_sets_what_the_host_honours(tmp_path: Path) -> None:
    document = {
        "version": "2.0",
        "functionTimeout": "00:05:30",
        "extensions": {
            "http": {"routePrefix": "/v1/"},
            "durableTask": {
                "hubName": "Contracts",
                "maxConcurrentActivityFunctions": 50,
                "maxConcurrentOrchestratorFunctions": 5,
            },
            "queues": {
                "maxPollingInterval": "00:00:02.5",
                "visibilityTimeout": "00:00:10",
                "batchSize": 32,
                "newBatchThreshold": 0,
                "maxDequeueCount": 1,
                "messageEncoding": "None",
            },
        },
    }
    assert read_host_json(_write(tmp_path, "host.json", document)) == HostSettings(
        "v1",
        50,
        5,
        "Contracts",
        timedelta(minutes=5, seconds=30),
        QueueOptions(timedelta(seconds=2.5), timedelta(seconds=10), 32, 0, 1, "none"),
    )


def test_without_host_json_the_defaults_hold(tmp_path: Path) -> None:
    assert read_host_json(tmp_path / "host.json") == HostSettings()


def test_a_function_timeout_of_minus_one_is_none(tmp_path: Path) -> None:
    assert read_host_json(_write(tmp_path, "host.json", {"functionTimeout": "-1"})).function_timeout is None


def test_every_fault_of_host_json_is_named_at_once(tmp_path: Path) -> None:
    document = {
        "functionTimeout": "five minutes",
        "extensions": {
            "http": [],
            "durableTask": {"maxConcurrentActivityFunctions": 0, "hubName": 7},
            "queues": {
                "maxPollingInterval": "00:00:00.05",
                "visibilityTimeout": 10,
                "batchSize": 33,
                "newBatchThreshold": -2,
                "maxDequeueCount": 0,
                "messageEncoding": "utf-8",
            },
        },
    }
    with pytest.raises(StartError) as caught:
        read_host_json(_write(tmp_path, "host.json", document))
    assert sorted(caught.value.faults) == [
        "host.json: batchSize must be a whole number from 1 to 32.",
        "host.json: extensions.http must be an object.",
        'host.json: functionTimeout must be a time span as "hh:mm:ss".',
        "host.json: hubName must be a string.",
        "host.json: maxConcurrentActivityFunctions must be a whole number above 0.",
        "host.json: maxDequeueCount must be a whole number above 0.",
        'host.json: maxPollingInterval must not be less than "00:00:00.1".',
        'host.json: messageEncoding must be "base64" or "none".',
        "host.json: newBatchThreshold must be a whole number above -1.",
        'host.json: visibilityTimeout must be a time span as "hh:mm:ss".',
    ]


@pytest.mark.parametrize(("text", "reason"), [("{,}", "not valid JSON"), ("[]", "must hold a JSON object")])
def test_a_settings_file_that_is_no_json_object_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(StartError, match=reason):
        read_host_json(_write(tmp_path, "host.json", text))


def test_local_settings_become_variables_and_the_environment_wins(tmp_path: Path) -> None:
    document = {"IsEncrypted": False, "Values": {"A": "file", "B": "file"}, "Host": {"LocalHttpPort": 7072}}
    settings = read_local_settings(_write(tmp_path, "local.settings.json", document))
    environment = {"A": "real"}
    apply_to_environment(settings.values, environment)
    assert environment == {"A": "real", "B": "file"}
    assert settings.port == 7072


def test_local_settings_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    document = {"IsEncrypted": True, "Values": {"A": 1}}
    with pytest.raises(StartError) as caught:
        read_local_settings(_write(tmp_path, "local.settings.json", document))
    assert caught.value.faults == (
        "local.settings.json: is encrypted, which the local host cannot read: run `func settings decrypt`.",
        "local.settings.json: Values.A must be a string: put it in quotes.",
    )


def test_an_app_sees_its_settings_while_it_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEVHOST_TEST_SETTING", "x")
    monkeypatch.delenv("DEVHOST_TEST_SETTING")
    _write(tmp_path, "local.settings.json", {"Values": {"DEVHOST_TEST_SETTING": "from the file"}})
    _write(tmp_path, "function_app.py", EMPTY_APP + "import os\nassert os.environ['DEVHOST_TEST_SETTING']\n")
    Host(tmp_path)
    assert os.environ["DEVHOST_TEST_SETTING"] == "from the file"
