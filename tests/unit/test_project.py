"""What the project says about itself is so."""

import fnmatch
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from shared.settings import Settings, load_settings, variable

ROOT = Path(__file__).resolve().parents[2]
OF_THE_HOST = {"FUNCTIONS_WORKER_RUNTIME", "PYTHON_ENABLE_INIT_INDEXING"}
VARIABLES = {variable(name): field for name, field in Settings.model_fields.items()}
BY_IDENTITY_ONLY = {f"AzureWebJobsStorage__{name}" for name in ("accountName", "queueServiceUri", "blobServiceUri")}
"""Instead of a connection string: not both at once."""

PUBLISHED = {
    *("activities", "adapters", "api", "contracts", "jobs", "orchestrators", "shared", "workbench"),
    *("function_app.py", "host.json", "requirements.txt"),
}
DURABLE_RECORD = ROOT / "docs" / "decisions" / "0001-durable-functions-1.7.md"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def files(ending: str) -> Iterator[Path]:
    """The project's files, without those that tools and runs leave behind in folders with a dot."""
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if not name.startswith((".", "__", "node_modules"))]
        yield from (Path(folder, name) for name in names if name.endswith(ending))


def example_settings() -> dict[str, str]:
    values: dict[str, str] = json.loads(read("local.settings.example.json"))["Values"]
    return values


def test_every_development_package_is_pinned_to_one_version() -> None:
    lines = read("requirements-dev.lock").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==\w[\w.!+]*", line)] == []
    assert len(lines) > 20


def test_every_relative_link_in_a_document_leads_to_a_file() -> None:
    links = [
        (document, link)
        for document in files(".md")
        for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:|#", link)
    ]
    dead = [
        (str(at.relative_to(ROOT)), link) for at, link in links if not (at.parent / link.partition("#")[0]).exists()
    ]
    assert dead == []
    assert len(links) > 10


def test_every_path_named_in_a_document_of_the_samples_or_decisions_is_there() -> None:
    documents = [ROOT / "samples" / "README.md", *(ROOT / "docs" / "decisions").glob("*.md")]
    named = [
        (document.name, path)
        for document in documents
        for path in re.findall(r"`([a-z_]+/[\w./-]+\.(?:py|json|md))`", document.read_text(encoding="utf-8"))
    ]
    assert [(document, path) for document, path in named if not (ROOT / path).exists()] == []
    assert named


def test_the_example_settings_are_settings_the_app_accepts() -> None:
    values = example_settings()
    assert set(values) - OF_THE_HOST <= set(VARIABLES)
    load_settings(values)


def test_the_example_names_every_setting() -> None:
    assert set(VARIABLES) - set(example_settings()) == BY_IDENTITY_ONLY


def test_the_readme_explains_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `?([^`|]*?)`? \|", read("README.md"), re.MULTILINE))
    shown = {name: default_of(field) for name, field in VARIABLES.items()}
    assert {name: rows.get(name) for name in shown} == shown


def default_of(field: FieldInfo) -> str:
    text = str(field.default).removesuffix(".0")
    return text.lower() if isinstance(field.default, bool) else text


def ignored(name: str) -> bool:
    patterns = [line for line in read(".funcignore").splitlines() if line and not line.startswith("#")]
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def test_a_publish_takes_the_app_and_nothing_beside_it() -> None:
    left_behind = {line.strip("/") for line in read(".gitignore").splitlines()}
    present = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    hidden = {".git", ".gitignore", ".funcignore", ".importlinter", ".ci"}
    assert {name for name in present | hidden | left_behind if not ignored(name)} == PUBLISHED


@pytest.mark.parametrize("folder", sorted(name for name in PUBLISHED - {"workbench"} if "." not in name))
def test_a_publish_takes_every_module_of_the_app(folder: str) -> None:
    modules = [path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in modules if any(ignored(part) for part in path.parts)] == []


def test_a_publish_takes_of_the_workbench_what_was_built_and_nothing_else() -> None:
    present = {entry.name for entry in (ROOT / "workbench").iterdir()} | {"dist", "node_modules"}
    taken = {name for name in present if not ignored(name) and not ignored(f"workbench/{name}")}
    assert taken == {"dist"}


def test_the_decision_on_durable_functions_names_all_that_is_used_of_it() -> None:
    record = DURABLE_RECORD.read_text(encoding="utf-8")
    rooms = [path for room in ("activities", "api", "orchestrators") for path in (ROOT / room).glob("*.py")]
    users = [path for path in rooms if "azure.durable_functions" in path.read_text(encoding="utf-8")]
    used = {name for path in rooms for name in re.findall(r"\bcontext\.(\w+)", path.read_text(encoding="utf-8"))}
    assert [path.name for path in users if f"`{path.relative_to(ROOT).as_posix()}`" not in record] == []
    assert {name for name in used if f"`{name}`" not in record} == set()
    assert len(users) > 5
    assert "call_activity" in used


def test_the_engine_names_no_kind_of_input() -> None:
    """A new kind of job changes nothing in these folders."""
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("shared/services", "orchestrators", "activities")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "contract" in line.lower().replace("contractbatch", "")
    ]
    assert found == []
