import { JobRow } from '../../../api/models/job-row';
import { JobStatus } from '../../../api/models/job-status';

const RANK: Readonly<Record<JobStatus, number>> = {
  queued: 0,
  processing: 1,
  completed: 2,
  failed: 2,
  cancelled: 2,
  timed_out: 2,
};

/** Whether nothing more happens to a job. */
export function isFinal(job: Pick<JobRow, 'status'>): boolean {
  return RANK[job.status] === 2;
}

/** The job as it is known from now on: told news move it forward, and never back. */
export function moved(known: JobRow | undefined, told: JobRow): JobRow {
  if (!known) return told;
  if (isFinal(known) || RANK[told.status] < RANK[known.status]) return known;
  const isBehind = told.status === known.status && told.progress.percentage < known.progress.percentage;
  return isBehind ? { ...told, progress: known.progress } : told;
}
