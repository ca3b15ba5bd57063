import { JobTypes } from '../../../api/models/job-types';

/** A kind of job, and what it can do. */
export type JobKind = JobTypes['job_types'][number];

/** What the items of a kind are called. */
export type ItemWords = JobKind['words'];

/** A form in which results of a kind can be kept. */
export type ExportKind = JobKind['exports'][number];

/** For kinds of which nothing is known, or not yet. */
export const PLAIN_WORDS: ItemWords = { item: 'item', items: 'items', done: 'done' };

/** Every result can be kept as JSON. */
export const PLAIN_EXPORTS: readonly ExportKind[] = ['json'];
