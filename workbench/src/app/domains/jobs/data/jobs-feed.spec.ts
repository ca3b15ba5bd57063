import { TestBed } from '@angular/core/testing';

import { JobRow } from '../../../api/models/job-row';
import { aJob } from '../util/job-samples';
import { JobEnds } from './job-ends';
import { JobsClient } from './jobs-client';
import { JobsFeed } from './jobs-feed';
import { JobsListener, JobsStream } from './jobs-stream';

/** A stream that is told by the test what becomes of each visit. */
class SteeredStream {
  visits: { listener: JobsListener; end: (retry: number | null) => void; break: () => void }[] = [];

  listen(_user: string, listener: JobsListener): Promise<number | null> {
    return new Promise((end, fail) =>
      this.visits.push({ listener, end, break: () => fail(new Error('lost')) }),
    );
  }
}

describe('the feed of jobs', () => {
  let stream: SteeredStream;
  let listed: JobRow[];
  let isReachable: boolean;
  let told: string[];
  let feed: JobsFeed;

  const later = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
  const visit = (place: number): SteeredStream['visits'][number] => {
    const found = stream.visits[place];
    if (!found) throw new Error(`There was no visit ${place}.`);
    return found;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    stream = new SteeredStream();
    [listed, isReachable, told] = [[], true, []];
    const list = (): Promise<unknown> =>
      isReachable ? Promise.resolve({ jobs: listed }) : Promise.reject(new Error('unreachable'));
    const tell = (ended: readonly JobRow[]): number => told.push(...ended.map((job) => job.id));
    TestBed.configureTestingModule({
      providers: [
        { provide: JobsStream, useValue: stream },
        { provide: JobsClient, useValue: { list } },
        { provide: JobEnds, useValue: { tell } },
      ],
    });
    feed = TestBed.inject(JobsFeed);
    feed.follow('ann');
  });
  afterEach(() => vi.useRealTimers());

  it('is live once anything came, and comes back when a stream ends', async () => {
    expect(feed.state()).toBe('connecting');
    visit(0).listener.connected();
    expect(feed.state()).toBe('live');
    visit(0).end(1_000);
    await later(1_100);
    expect(stream.visits.length).toBe(2);
  });

  it('tells an end that it sees happen', async () => {
    visit(0).listener.told(aJob({ status: 'processing' }));
    visit(0).listener.told(aJob({ status: 'completed' }));
    visit(0).listener.told(aJob({ status: 'completed' }));
    expect(told).toEqual(['job-1']);
  });

  it('asks for the jobs when the stream is lost, and tells what it learns', async () => {
    listed = [aJob({ status: 'processing' })];
    visit(0).break();
    await later(0);
    expect(feed.state()).toBe('polling');
    listed = [aJob({ status: 'failed' })];
    await later(2_100);
    expect(told).toEqual(['job-1']);
  });

  it('says that the connection is lost when asking fails too, and tries the stream again after a while', async () => {
    isReachable = false;
    visit(0).break();
    await later(0);
    expect(feed.state()).toBe('lost');
    await later(160_000);
    expect(stream.visits.length).toBe(2);
    visit(1).listener.connected();
    expect(feed.state()).toBe('live');
  });
});
