import { aJob } from './job-samples';
import { isFinal, moved } from './job-moves';

describe('a job as the page knows it', () => {
  it('is what it was told first', () => {
    const told = aJob({ status: 'processing' });
    expect(moved(undefined, told)).toBe(told);
  });

  it('does not go back from its end', () => {
    const ended = aJob({ status: 'completed' });
    expect(moved(ended, aJob({ status: 'processing' }))).toBe(ended);
    expect(moved(ended, aJob({ status: 'cancelled' }))).toBe(ended);
  });

  it('does not wait again once it runs', () => {
    const running = aJob({ status: 'processing' });
    expect(moved(running, aJob({ status: 'queued' }))).toBe(running);
  });

  it('keeps the progress it had when older news come late, and takes the rest of them', () => {
    const known = aJob({ status: 'processing', percentage: 60 });
    const late = aJob({ status: 'processing', percentage: 40, stop: 'cancelled' });
    expect(moved(known, late)).toEqual({ ...late, progress: known.progress });
  });

  it('takes news that are further', () => {
    const further = aJob({ status: 'processing', percentage: 70 });
    expect(moved(aJob({ status: 'processing', percentage: 60 }), further)).toBe(further);
    expect(moved(further, aJob({ status: 'failed' })).status).toBe('failed');
  });

  it.each(['completed', 'failed', 'cancelled', 'timed_out'] as const)('is at its end when %s', (status) => {
    expect(isFinal(aJob({ status }))).toBe(true);
  });

  it.each(['queued', 'processing'] as const)('is not at its end while %s', (status) => {
    expect(isFinal(aJob({ status }))).toBe(false);
  });
});
