import { Injectable, computed, signal } from '@angular/core';

import { JobRow } from '../../../api/models/job-row';
import { isFinal, moved } from '../util/job-moves';

/** The jobs that the page knows, newest first. They only move forward: news may come late, and twice. */
@Injectable({ providedIn: 'root' })
export class JobsStore {
  private readonly known = signal<ReadonlyMap<string, JobRow>>(new Map());
  /** Jobs that the user started here and whose end was not told yet, though it may be known. */
  private readonly started = new Set<string>();

  readonly jobs = computed(() =>
    [...this.known().values()].sort((one, other) => other.created_date.localeCompare(one.created_date)),
  );
  readonly open = computed(() => this.jobs().filter((job) => !isFinal(job)));
  readonly ended = computed(() => this.jobs().filter(isFinal));

  /** Take news in; the jobs that came to their end by them. */
  take(told: readonly JobRow[]): JobRow[] {
    const known = new Map(this.known());
    const ended: JobRow[] = [];
    for (const news of told) {
      const before = known.get(news.id);
      const after = moved(before, news);
      known.set(news.id, after);
      if (isFinal(after) && this.isNews(before, after)) ended.push(after);
    }
    this.known.set(known);
    return ended;
  }

  /** Have the end of this job told, also if it was over before the page heard of it. */
  expect(jobId: string): void {
    this.started.add(jobId);
  }

  find(jobId: string): JobRow | undefined {
    return this.known().get(jobId);
  }

  private isNews(before: JobRow | undefined, after: JobRow): boolean {
    const wasExpected = this.started.delete(after.id);
    return wasExpected || (before !== undefined && !isFinal(before));
  }
}
