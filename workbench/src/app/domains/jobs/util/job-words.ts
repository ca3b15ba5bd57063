import { JobRow } from '../../../api/models/job-row';
import { JobStatus } from '../../../api/models/job-status';
import { IconName } from '../../../shared/ui/icons';
import { counted, whole } from '../../../shared/util/format';
import { readable } from '../../../shared/util/readable';
import { ItemWords } from './job-kinds';

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

/** The steps of work with the model, in their order, as people read them. */
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
};

/** What a job's type is called. */
export function typeWord(jobType: string): string {
  return TYPES[jobType] ?? readable(jobType);
}

/** Whether a type's work has the STEPS: others have steps of their own. */
export function hasSteps(jobType: string): boolean {
  return jobType in TYPES;
}

/** What a job that has not the STEPS is at, in its own words. */
export function ownStep(job: JobRow): string {
  return hasSteps(job.job_type) ? '' : readable(job.progress.current_step);
}

/** How many of a job's items are done: "1 of 2 files analysed". */
export function doneWords(job: JobRow, words: ItemWords): string {
  const total = job.progress.total_items;
  return `${whole(job.items_completed)} of ${total ? whole(total) : '…'} ${words.items} ${words.done}`;
}

/** The same of a job that is over, and how many failed. */
export function outcomeWords(job: JobRow, words: ItemWords): string {
  const done = `${counted(job.items_completed, words.item, words.items)} ${words.done}`;
  return job.items_failed ? `${done}, ${whole(job.items_failed)} failed` : done;
}

/** How many items failed: "1 file failed."; empty when none did. */
export function failedWords(job: JobRow, words: ItemWords): string {
  return job.items_failed ? `${counted(job.items_failed, words.item, words.items)} failed.` : '';
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
