"""The job types there are. Adding one is a folder and a line."""

from jobs.contract_comparison.job import JOB as CONTRACT_COMPARISON
from jobs.contract_query.job import JOB as CONTRACT_QUERY
from jobs.file_analysis.job import JOB as FILE_ANALYSIS
from shared.job_types.core import JobType

JOB_TYPES: tuple[JobType, ...] = (CONTRACT_COMPARISON, CONTRACT_QUERY, FILE_ANALYSIS)
