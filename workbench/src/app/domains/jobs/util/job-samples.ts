import { JobRow } from '../../../api/models/job-row';

/** A job for tests. */
export function aJob(fields: Partial<JobRow> & { percentage?: number } = {}): JobRow {
  const { percentage = 0, ...rest } = fields;
  return {
    id: 'job-1',
    user_id: 'system',
    job_type: 'contract_comparison',
    title: 'Comparison: Standard vs 3 contracts',
    status: 'queued',
    priority: 5,
    progress: {
      current_item: 0,
      current_step: 'queued',
      estimated_time_remaining: null,
      message: 'Waiting to start.',
      percentage,
      total_items: 3,
    },
    items_completed: 0,
    items_failed: 0,
    result_id: null,
    error_message: null,
    stop: null,
    stale: false,
    created_date: '2026-01-31T08:30:00.000000Z',
    started_date: null,
    completed_date: null,
    elapsed_time: null,
    ...rest,
  };
}
