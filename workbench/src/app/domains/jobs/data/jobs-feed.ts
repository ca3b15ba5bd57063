import { Injectable, inject, signal } from '@angular/core';

import { JobEnds } from './job-ends';
import { JobsClient } from './jobs-client';
import { JobsStore } from './jobs-store';
import { JobsListener, JobsStream } from './jobs-stream';

/** How the page hears of its jobs: by the stream, by asking, or not at all. */
export type FeedState = 'connecting' | 'live' | 'polling' | 'lost';

const RETRY_MS = 1_000;
const POLL_MS = 2_000;
const POLL_IDLE_MS = 10_000;
const POLLS_BEFORE_STREAM = 15;
const LISTED = 50;

/** Keeps the store up to date: by the user's stream, and by asking while the stream gives nothing. */
@Injectable({ providedIn: 'root' })
export class JobsFeed {
  private readonly stream = inject(JobsStream);
  private readonly client = inject(JobsClient);
  private readonly store = inject(JobsStore);
  private readonly ends = inject(JobEnds);
  private following: AbortController | null = null;
  private readonly how = signal<FeedState>('connecting');
  readonly state = this.how.asReadonly();

  private readonly listener: JobsListener = {
    connected: () => this.how.set('live'),
    told: (job) => this.ends.tell(this.store.take([job])),
  };

  /** Follow this user's jobs from now on. */
  follow(user: string): void {
    this.following?.abort();
    this.following = new AbortController();
    void this.run(user, this.following.signal);
  }

  private async run(user: string, ended: AbortSignal): Promise<void> {
    // The stream tells no older ends: it is opened first, and the list read beside it.
    void this.ask(user);
    while (!ended.aborted) {
      try {
        const retry = await this.stream.listen(user, this.listener, ended);
        await pause(retry ?? RETRY_MS);
      } catch {
        await this.poll(user, ended);
      }
    }
  }

  /** Ask for a while, then give the stream another chance. */
  private async poll(user: string, ended: AbortSignal): Promise<void> {
    for (let count = 0; count < POLLS_BEFORE_STREAM && !ended.aborted; count++) {
      this.how.set((await this.ask(user)) ? 'polling' : 'lost');
      await pause(this.store.open().length ? POLL_MS : POLL_IDLE_MS);
    }
  }

  private async ask(user: string): Promise<boolean> {
    try {
      this.ends.tell(this.store.take((await this.client.list(user, { limit: LISTED })).jobs));
      return true;
    } catch {
      return false;
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}
