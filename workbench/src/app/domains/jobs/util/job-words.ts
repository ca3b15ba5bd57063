import { JobRow } from '../../../api/models/job-row';
import { JobStatus } from '../../../api/models/job-status';
import { IconName } from '../../../shared/ui/icons';

/** How a state looks: its word, its picture, and its tone among `.chip`'s. */
export interface StatusLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'accent' | 'high' | 'medium' | 'none' | '';
}

export const STATUS: Readonly<Record<JobStatus, StatusLook>> = {
  queued: { word: 'Waiting', icon: 'clock', tone: '' },
  processing: { word: 'Running', icon: 'retry', tone: 'accent' },
  completed: { word: 'Completed', icon: 'check', tone: 'none' },
  failed: { word: 'Failed', icon: 'alert', tone: 'high' },
  cancelled: { word: 'Cancelled', icon: 'stop', tone: '' },
  timed_out: { word: 'Timed out', icon: 'clock', tone: 'medium' },
};

/** The steps of a job's work, in their order, as people read them. */
export const STEPS = [
  { step: 'retrieving_data', word: 'Read' },
  { step: 'generating_prompt', word: 'Prepare' },
  { step: 'calling_llm', word: 'Analyse' },
  { step: 'processing_results', word: 'Check' },
] as const;

/** The place of a job's current step among the STEPS; -1 before the first. */
export function stepOf(job: JobRow): number {
  return STEPS.findIndex(({ step }) => step === job.progress.current_step);
}

const TYPES: Readonly<Record<string, string>> = {
  contract_comparison: 'Comparison',
  contract_query: 'Question',
  file_analysis: 'File analysis',
};

/** What a job's type is called. */
export function typeWord(jobType: string): string {
  return TYPES[jobType] ?? jobType.replaceAll('_', ' ');
}

/** Whether some of a job's items are left undone and may be taken up again. */
export function canRetry(job: JobRow): boolean {
  if (job.status === 'completed') return job.items_failed > 0;
  return job.status === 'failed' || job.status === 'cancelled' || job.status === 'timed_out';
}

/** Whether a job has something to read: failed ones have none. */
export function hasResult(job: JobRow): boolean {
  return job.result_id !== null && job.items_completed > 0;
}
