import { aJob } from './job-samples';
import { EVERYTHING, isWanted } from './job-filter';

const JOB = aJob({
  status: 'failed',
  title: 'Comparison: Standard vs Marlpit',
  created_date: '2026-01-31T12:00:00Z',
});

describe('a job in the history', () => {
  it('is there when nothing is asked for', () => {
    expect(isWanted(JOB, EVERYTHING)).toBe(true);
  });

  it.each([
    { status: 'failed' as const },
    { type: 'contract_comparison' },
    { from: '2026-01-31' },
    { to: '2026-01-31' },
    { text: 'marlpit STANDARD' },
  ])('is found by %o', (wanted) => {
    expect(isWanted(JOB, { ...EVERYTHING, ...wanted })).toBe(true);
  });

  it.each([
    { status: 'completed' as const },
    { type: 'contract_query' },
    { from: '2026-02-01' },
    { to: '2026-01-30' },
    { text: 'marlpit osprey' },
  ])('is not found by %o', (wanted) => {
    expect(isWanted(JOB, { ...EVERYTHING, ...wanted })).toBe(false);
  });
});
