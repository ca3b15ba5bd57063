"""The job types there are. Adding one is a folder and a line."""

from jobs.contract_comparison.job import ContractComparisonJob
from jobs.contract_query.job import ContractQueryJob
from shared.job_type import JobType

JOB_TYPES: tuple[JobType, ...] = (ContractComparisonJob(), ContractQueryJob())
