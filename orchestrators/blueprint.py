"""Registers the orchestrations: one name a job type, one code behind all of them."""

from collections.abc import Iterable

from azure.durable_functions import Blueprint

from orchestrators.job import run_job
from orchestrators.lane import run_lane
from shared.function_names import RUN_LANE


def orchestrations(job_types: Iterable[str]) -> Blueprint:
    """The orchestrations of these job types, so that an operator can tell them apart in the portal."""
    blueprint = Blueprint()
    for name in job_types:
        _register(blueprint, name, run_job)
    _register(blueprint, RUN_LANE, run_lane)
    return blueprint


def _register(blueprint: Blueprint, name: str, generator: object) -> None:
    trigger = blueprint.orchestration_trigger(context_name="context")
    blueprint.function_name(name=name)(trigger(generator))
