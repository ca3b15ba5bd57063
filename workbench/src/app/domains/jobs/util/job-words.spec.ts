import { canRetry, hasResult, stepOf, typeWord } from './job-words';
import { aJob } from './job-samples';

describe('a job', () => {
  it.each([
    ['failed', 0, true],
    ['cancelled', 0, true],
    ['timed_out', 0, true],
    ['completed', 2, true],
    ['completed', 0, false],
    ['processing', 2, false],
    ['queued', 0, false],
  ] as const)(
    'that is %s with %d failed contracts may be taken up again: %s',
    (status, items_failed, may) => {
      expect(canRetry(aJob({ status, items_failed }))).toBe(may);
    },
  );

  it('has something to read once it has a result with something in it', () => {
    expect(hasResult(aJob({ result_id: 'result_1', items_completed: 1 }))).toBe(true);
    expect(hasResult(aJob({ result_id: 'result_1', items_completed: 0 }))).toBe(false);
    expect(hasResult(aJob({ result_id: null, items_completed: 1 }))).toBe(false);
  });

  it('is at a step of four, or before the first', () => {
    const job = aJob();
    expect(stepOf(job)).toBe(-1);
    expect(stepOf({ ...job, progress: { ...job.progress, current_step: 'calling_llm' } })).toBe(2);
  });

  it('of a type that is not known yet is called by its name', () => {
    expect([typeWord('contract_comparison'), typeWord('another_type')]).toEqual([
      'Comparison',
      'another type',
    ]);
  });
});
