"""The names that orchestrations and activities call each other by, as an operator sees them in the portal."""

PLAN_JOB = "plan_job"
PENDING_ITEMS = "pending_items"
ANALYSE_ITEM = "analyse_item"
FINISH_JOB = "finish_job"
FAIL_JOB = "fail_job"
READ_PROGRESS = "read_progress"
RUN_LANE = "run_lane"
