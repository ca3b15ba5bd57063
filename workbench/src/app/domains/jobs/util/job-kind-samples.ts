import { JobKind } from './job-kinds';

/** A kind of job for tests. */
export function aJobKind(fields: Partial<JobKind> = {}): JobKind {
  return {
    name: 'file_analysis',
    result_type: 'file_analysis',
    submit_path: '/api/jobs/analyze',
    words: { item: 'file', items: 'files', done: 'analysed' },
    labels: ['file_id'],
    estimates: false,
    real_time_path: null,
    exports: ['json'],
    ...fields,
  };
}
