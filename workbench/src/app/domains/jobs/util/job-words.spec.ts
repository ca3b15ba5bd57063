import {
  canRetry,
  doneWords,
  failedWords,
  hasResult,
  hasSteps,
  outcomeWords,
  ownStep,
  stepOf,
  typeWord,
} from './job-words';
import { PLAIN_WORDS } from './job-kinds';
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
      'Another type',
    ]);
  });
});

describe('the words of a job', () => {
  const FILES = { item: 'file', items: 'files', done: 'analysed' };
  const sample = aJob();
  const ofFiles = aJob({
    job_type: 'file_analysis',
    items_completed: 1,
    progress: { ...sample.progress, total_items: 1, current_step: 'Profiling columns' },
  });

  it('are those of its type', () => {
    expect(doneWords(ofFiles, FILES)).toBe('1 of 1 files analysed');
    expect(outcomeWords(ofFiles, FILES)).toBe('1 file analysed');
    expect(outcomeWords({ ...ofFiles, items_failed: 2 }, FILES)).toBe('1 file analysed, 2 failed');
    expect([failedWords(ofFiles, FILES), failedWords({ ...ofFiles, items_failed: 2 }, FILES)]).toEqual([
      '',
      '2 files failed.',
    ]);
  });

  it('are plain where nothing is known of its type, and say when its items are not counted yet', () => {
    const early = { ...ofFiles, items_completed: 0, progress: { ...ofFiles.progress, total_items: 0 } };
    expect(doneWords(early, PLAIN_WORDS)).toBe('0 of … items done');
  });

  it('say what it is at, where that is not one of the steps of work with the model', () => {
    expect([hasSteps('file_analysis'), ownStep(ofFiles)]).toEqual([false, 'Profiling columns']);
    expect([hasSteps('contract_query'), ownStep(sample)]).toEqual([true, '']);
    const merging = { ...ofFiles, progress: { ...ofFiles.progress, current_step: 'merging_results' } };
    expect(ownStep(merging)).toBe('Merging results');
  });
});
