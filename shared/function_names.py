"""The names that functions and queues call each other by, as an operator sees them in the portal."""

PLAN_JOB = "plan_job"
WORK_LANE = "work_lane"
TIME_OUT_JOB = "time_out_job"
FINISH_JOB = "finish_job"
FAIL_JOB = "fail_job"
READ_PROGRESS = "read_progress"
RUN_LANE = "run_lane"

JOB_EVENTS = "job-events"
"""The queue of jobs that have ended."""

DEAD_LETTERS = "jobs-deadletter"
"""The queue of what failed for good."""

STORAGE_CONNECTION = "AzureWebJobsStorage"
"""The app setting with the storage account of both."""
