import { JobRow } from '../../../api/models/job-row';
import { JobStatus } from '../../../api/models/job-status';

/** Which jobs of the history are wanted; what is empty asks for nothing. */
export interface HistoryFilter {
  readonly status: JobStatus | '';
  readonly type: string;
  /** Days as the browser's date fields give them, both included, in the reader's zone. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export const EVERYTHING: HistoryFilter = { status: '', type: '', from: '', to: '', text: '' };

/** Whether a job is among those that are wanted. */
export function isWanted(job: JobRow, filter: HistoryFilter): boolean {
  const day = localDay(job.created_date);
  return (
    (!filter.status || job.status === filter.status) &&
    (!filter.type || job.job_type === filter.type) &&
    (!filter.from || day >= filter.from) &&
    (!filter.to || day <= filter.to) &&
    wordsAreIn(filter.text, `${job.title} ${job.id} ${job.error_message ?? ''}`)
  );
}

function localDay(iso: string): string {
  const date = new Date(iso);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}

function wordsAreIn(words: string, text: string): boolean {
  const known = text.toLowerCase();
  return words
    .toLowerCase()
    .trim()
    .split(/\s+/)
    .every((word) => known.includes(word));
}
