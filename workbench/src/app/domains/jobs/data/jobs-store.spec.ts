import { aJob } from '../util/job-samples';
import { JobsStore } from './jobs-store';

describe('the jobs of the page', () => {
  it('are in the order of their making, the newest first', () => {
    const store = new JobsStore();
    store.take([
      aJob({ id: 'old', created_date: '2026-01-01' }),
      aJob({ id: 'new', created_date: '2026-01-02' }),
    ]);
    expect(store.jobs().map((job) => job.id)).toEqual(['new', 'old']);
  });

  it('are open until their end, which is told once', () => {
    const store = new JobsStore();
    store.take([aJob({ status: 'processing' })]);
    expect(store.open().length).toBe(1);
    const ended = aJob({ status: 'completed' });
    expect(store.take([ended, ended])).toEqual([ended]);
    expect(store.take([ended])).toEqual([]);
    expect([store.open().length, store.ended().length]).toEqual([0, 1]);
  });

  it('that were at their end when the page first heard of them are no news', () => {
    expect(new JobsStore().take([aJob({ status: 'completed' })])).toEqual([]);
  });

  it('that were started here are told of, though they were over before the page heard of them', () => {
    const store = new JobsStore();
    const ended = aJob({ status: 'completed' });
    store.take([ended]);
    store.expect(ended.id);
    expect(store.take([ended])).toEqual([ended]);
    expect(store.take([ended])).toEqual([]);
  });
});
